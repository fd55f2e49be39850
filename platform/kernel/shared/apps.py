"""The kernel's tables that exist only in `public`."""

from django.apps import AppConfig


class KernelSharedConfig(AppConfig):
    name = "kernel.shared"
    label = "kernel_shared"
