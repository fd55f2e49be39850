"""What a host says about itself before anybody has signed in."""

from rest_framework import serializers


class EntranceSerializer(serializers.Serializer[object]):
    """One way to a sign-in."""

    kind = serializers.ChoiceField(choices=["bureau", "school"])
    name = serializers.CharField()
    url = serializers.CharField()


class SiteSerializer(serializers.Serializer[object]):
    """The host: whose it is, and whether this browser is signed in."""

    kind = serializers.ChoiceField(choices=["portal", "bureau", "school"])
    name = serializers.CharField()
    stage = serializers.CharField(allow_null=True)
    signed_in = serializers.BooleanField()
    entrances = EntranceSerializer(many=True)
