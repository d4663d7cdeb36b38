const connected =
  /(?:opc ?ua|mqtt|sparkplug|cfx|plc|网关|采集|broker|消息总线).{0,10}(?:断|掉|连|在线|通(?!知)|正常|没|好|挂|活)|(?:设备|产线|机器|机台).{0,6}(?:连着|连上|通信|通讯)|(?<![a-z])(?:opc[ -]?ua|mqtt|sparkplug|plc|gateway|broker)(?![a-z]).{0,16}(?<![a-z])(?:ok|up|down|alive|connected|connection|lost|broken|working|there)(?![a-z])|(?:are|is) .{0,20}(?:machines?|lines?) (?:still )?(?:connected|talking|reporting)(?![a-z])/i;
const otherwise =
  /怎么|如何|配置|设置|地址|端口|密码|文档|(?<![a-z])(?:how|configur\w*|set ?up|address|port|password|document\w*)(?![a-z])/i;

/** Whether a sentence asks if the machines are connected: MQTT 还连着吗, "is the gateway up". */
export const asksForConnection = (sentence: string): boolean =>
  connected.test(sentence) && !otherwise.test(sentence);
