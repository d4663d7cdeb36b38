/** What people call the families of this trade beside their letters; a plant without such letters has none of them. */
export const familyWords: Readonly<Record<string, RegExp>> = {
  SRV: /服务器|主板|(?<![a-z])(?:servers?|main ?boards?)(?![a-z])/i,
  RRU: /射频拉远|拉远单元|射频单元|(?<![a-z])(?:remote radio(?: unit)?s?|radios?|radio units?)(?![a-z])/i,
  AAU: /有源天线|天线单元|天线阵|(?<![a-z])(?:active antennas?|antenna (?:units?|arrays?))(?![a-z])/i,
};
