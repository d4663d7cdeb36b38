import type { Bilingual } from "../../core/errors.ts";
import { type ImportFile, importFiles } from "./files.ts";
import type { ImportIssue } from "./issue.ts";

const isImportFile = (name: string): name is ImportFile => Object.hasOwn(importFiles, name);

/** The import file of a name, in whatever letters it is written: "Materials.CSV". */
export const fileNamed = (name: string): ImportFile | undefined => {
  const file = name.toLowerCase();
  return isImportFile(file) ? file : undefined;
};

/** The import file that one of another kind would be: a workbook "materials.xlsx". */
const otherKindOf = (name: string): ImportFile | undefined => fileNamed(name.replace(/\.[^.]+$/, ".csv"));

/** Whether a file of a folder was meant to be imported: every CSV, and what is named like one. */
export const isMeant = (name: string): boolean => /\.csv$/i.test(name) || otherKindOf(name) !== undefined;

const issueOf = (file: string, message: Bilingual): ImportIssue => ({
  file,
  row: 0,
  column: "",
  value: "",
  code: "unknown-file",
  message,
});

export const unknownFile = (name: string): ImportIssue => {
  const file = otherKindOf(name);
  if (file)
    return issueOf(name, {
      en: `${name} is no CSV file. Save it as “CSV UTF-8” named ${file}, or take it out of the folder.`,
      zh: `${name} 不是 CSV 文件。请另存为“CSV UTF-8”，文件名 ${file}，或从文件夹中移除。`,
    });
  const names = Object.keys(importFiles).join(", ");
  return issueOf(name, {
    en: `There is no import file ${name}; files are ${names}.`,
    zh: `没有名为 ${name} 的导入文件，可用文件：${names}。`,
  });
};

export const sameFile = (name: string, file: ImportFile): ImportIssue =>
  issueOf(name, {
    en: `${name} is there beside another ${file}; keep one of the two.`,
    zh: `${name} 与另一个 ${file} 重复，请保留一个。`,
  });
