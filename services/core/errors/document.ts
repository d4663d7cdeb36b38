import { entry } from "./entry.ts";

/** Documents that cannot be read or stored. */
export const documentErrors = {
  DOCUMENT_EMPTY: entry(
    422,
    false,
    "{file} holds no text; check that it was saved whole, and send it again.",
    "{file} 没有文字内容，请确认文件已完整保存后重新上传。",
  ),
  DOCUMENT_TOO_LARGE: entry(
    413,
    false,
    "{file} is too large: {found} {what}, at most {limit} are read. Split it into parts.",
    "{file} 过大：{what} 为 {found}，上限 {limit}。请拆分后上传。",
  ),
  DOCUMENT_DAMAGED: entry(
    422,
    false,
    "{file} cannot be read at {where}: {problem}. Open it in its program, save it anew, and send that.",
    "{file} 无法读取，位置 {where}：{problem}。请用原程序打开并另存后重新上传。",
  ),
  DOCUMENT_ENCRYPTED: entry(
    422,
    false,
    "{file} is protected by a password; take the protection off and send it again.",
    "{file} 有密码保护，请去除保护后重新上传。",
  ),
  DOCUMENT_SCANNED: entry(
    422,
    false,
    "{file} has {pages} pages of pictures and no text; run it through text recognition (OCR) first.",
    "{file} 共 {pages} 页，只有图片没有文字，请先做文字识别（OCR）。",
  ),
  DOCUMENT_KIND_UNKNOWN: entry(
    415,
    false,
    "{file} is of a kind that is not read; read are: {kinds}. Save it as one of them.",
    "不支持 {file} 的格式；支持：{kinds}。请另存为其中一种。",
  ),
  DOCUMENT_KIND_DIFFERS: entry(
    415,
    false,
    "{file} is named .{named}, and its content is {found}. Give it the right ending, or save it anew.",
    "{file} 的扩展名是 .{named}，内容却是 {found}。请改正扩展名或重新保存。",
  ),
  DOCUMENT_REVISION_TAKEN: entry(
    409,
    false,
    "Revision {revision} of {id} is there with other content; give the new text a revision of its own.",
    "{id} 的版本 {revision} 已存在且内容不同，请为新内容指定新的版本号。",
  ),
};
