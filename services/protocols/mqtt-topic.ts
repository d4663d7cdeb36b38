/**
 * Whether messages can be sent to a topic (MQTT 3.1.1, 4.7): a broker ends the connection of whoever sends to a filter, and again each
 * time that it is tried.
 */
export const isTopicName = (topic: string): boolean =>
  topic !== "" && !/[+#\0]/.test(topic) && Buffer.byteLength(topic) <= 65_535;
