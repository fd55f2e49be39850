"""deploy/run's options."""

import socket
from pathlib import Path

import pytest

from deploy.lib.failure import Exit, Failure
from deploy.lib.options import Options, check_early, parse
from deploy.lib.paths import DATA
from deploy.lib.ports import check_free, free_port


def test_without_options_the_demo_runs_on_this_machine_only() -> None:
    assert parse([]) == Options(port=8000, data=DATA, empty=False, bind="127.0.0.1", domain="localhost")


def test_all_options() -> None:
    found = parse(
        ["--port", "9001", "--data", "/srv/x", "--empty", "--bind", "0.0.0.0", "--domain", "Jf.Example.CN"]
    )
    assert found == Options(9001, Path("/srv/x"), True, "0.0.0.0", "jf.example.cn")
    assert found.address == "http://jf.example.cn:9001/"


def test_a_relative_data_folder_lies_where_the_command_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse(["--data", "d"]).data == tmp_path / "d"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "0"], ["--port", "65536"], ["--port", "８０００"], ["--port", "-1"], ["--port"],
        ["--bind", "here"],
        ["--domain", "a b"], ["--domain", "-a.cn"], ["--emp"], ["extra"],
    ],
)  # fmt: skip
def test_wrong_options_are_a_usage_error(arguments: list[str]) -> None:
    with pytest.raises(Failure) as caught:
        parse(arguments)
    assert caught.value.status == Exit.USAGE
    assert "deploy/run --help" in caught.value.remedy


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Failure) as caught:
            check_free("127.0.0.1", port)
    assert caught.value.status == Exit.PORT_TAKEN
    assert str(port) in caught.value.what
    assert "--port" in caught.value.remedy


def test_a_stranger_on_ipv6_alone_takes_the_port_too() -> None:
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("no IPv6 on this machine")
        other.listen()
        with pytest.raises(Failure) as caught:
            check_free("127.0.0.1", other.getsockname()[1])
    assert caught.value.status == Exit.PORT_TAKEN


def test_a_free_port_passes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port = free_port()
    options = Options(port, tmp_path / "new" / "data", True, "127.0.0.1", "localhost")
    check_early(options)
    check_early(options)
    assert list(options.data.iterdir()) == []


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(Failure) as caught:
        check_early(Options(free_port(), file, True, "127.0.0.1", "localhost"))
    assert caught.value.status == Exit.NOT_WRITABLE
    assert file.read_text(encoding="utf-8") == "mine"
