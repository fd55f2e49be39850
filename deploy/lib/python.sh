# Sourced by the three commands: sets PYTHON to a Python of at least 3.11, or says what is missing and ends
# with status 3. Plain sh, because nothing else can be taken for granted on a bare machine.
PYTHON=
for candidate in "${JIAFANG_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        PYTHON=$candidate
        break
    fi
done
if [ -z "$PYTHON" ]; then
    cat >&2 <<'MESSAGE'
出错：这台机器上没有 Python 3.11 或更新的版本。
  怎么办：Debian、Ubuntu 上运行 apt-get install python3 python3-pip；
          已装在别处的，用 JIAFANG_PYTHON=/路径/python3 指定。
Error: no Python 3.11 or newer was found.
  What to do: apt-get install python3 python3-pip, or name one with JIAFANG_PYTHON=/path/to/python3.
MESSAGE
    exit 3
fi
export PYTHON
