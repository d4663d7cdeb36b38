import { entry } from "./entry.ts";

/**
 * What machines say and cannot be taken as it is. `about` in the details names what a later message says anew: such
 * messages are kept once.
 */
export const machineErrors = {
  MALFORMED_MESSAGE: entry(
    422,
    false,
    "A message on {topic} could not be read: {problem}. Mend what its sender sends, or the text here, and send it again.",
    "主题 {topic} 的消息无法解析：{problem}。请修正发送方或在此修改内容后重发。",
  ),
  UNKNOWN_MACHINE: entry(
    404,
    false,
    "{machine} reports, and no equipment has that id. Enter it (equipment.csv), or mend the machine's name, and send the message again.",
    "{machine} 有上报，但没有该编号的设备。请录入设备（equipment.csv）或更正设备名后重发。",
  ),
  JOB_NOT_HERE: entry(
    404,
    false,
    "{machine} reports job {id}, which was never released to it. Mend the job's id or the machine, and send the report again.",
    "{machine} 上报的任务 {id} 未下达给该设备。请更正任务号或设备后重发。",
  ),
  UNKNOWN_TRANSPORT: entry(
    404,
    false,
    "{machine} reports transport order {id}, which was not ordered here. Another fleet manager may have sent it; dismiss this if so.",
    "{machine} 上报的搬运单 {id} 不是本系统下达的；若由其他调度系统下达，可忽略。",
  ),
  CLOCK_WRONG: entry(
    422,
    false,
    "{machine} gives the time {time}, and here it is {now}. Set its clock, its time zone or its unit (milliseconds since 1970), then send the message again.",
    "{machine} 的时间为 {time}，而现在是 {now}。请校正其时钟、时区或时间单位（1970 年以来的毫秒数）后重发。",
  ),
  WRONG_UNIT: entry(
    422,
    false,
    "{step} is measured in {unit} by {machine}, and its unit here is {expected}. Convert it at the station, or mend the unit in test_steps.csv, and send the message again.",
    "{machine} 的 {step} 单位为 {unit}，系统中为 {expected}。请在测试站换算，或更正 test_steps.csv 中的单位后重发。",
  ),
};
