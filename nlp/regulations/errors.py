"""What may be wrong with a file: one error, a stable code, and a sentence that says what to do."""

from __future__ import annotations

MESSAGES = {
    "regulation.empty": "文件里没有内容，请换一个文件，或者把制度文字直接粘贴进来。",
    "regulation.too_large": "文件太大，制度文件请控制在 10 MB、20 万字以内。",
    "regulation.old_word": "这是旧版 Word 文件（.doc）。请用 Word 或 WPS 打开，另存为 .docx 后再上传。",
    "regulation.protected": "文件设了打开密码。请先在 Word 或 WPS 里取消密码，保存后再上传。",
    "regulation.broken": "文件打不开，可能没有传完整或者已经损坏。请重新保存一份 .docx 再上传。",
    "regulation.no_text": "文件里只有图片，没有可读的文字。请上传文字版，或者把文字粘贴进来。",
    "regulation.type": "只能读 .docx 和 .txt 文件。请另存为其中一种，或者把文字粘贴进来。",
    "regulation.encoding": "看不出文字的编码。请用记事本另存为 UTF-8 后再上传。",
}


class RegulationError(Exception):
    """A file or text that cannot be read; `code` is stable, `message` is Chinese and says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(MESSAGES[code])
        self.code = code
        self.message = MESSAGES[code]
