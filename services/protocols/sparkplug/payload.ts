import protobuf from "protobufjs";

/**
 * The Sparkplug B payload as protocol buffers.
 * Source: Eclipse Sparkplug Specification 3.0.0, section 6.4 (field numbers and data type codes).
 */
const schema = `
  syntax = "proto2";
  message Payload {
    optional uint64 timestamp = 1;
    repeated Metric metrics = 2;
    optional uint64 seq = 3;
    optional string uuid = 4;
    optional bytes body = 5;
  }
  message Metric {
    optional string name = 1;
    optional uint64 alias = 2;
    optional uint64 timestamp = 3;
    optional uint32 datatype = 4;
    optional bool isHistorical = 5;
    optional bool isTransient = 6;
    optional bool isNull = 7;
    oneof value {
      uint32 intValue = 10;
      uint64 longValue = 11;
      float floatValue = 12;
      double doubleValue = 13;
      bool booleanValue = 14;
      string stringValue = 15;
      bytes bytesValue = 16;
    }
  }`;
const { root } = protobuf.parse(schema, { keepCase: true });
const Payload = root.lookupType("Payload");

type ValueField = "intValue" | "longValue" | "floatValue" | "doubleValue" | "booleanValue" | "stringValue";
interface DataType {
  readonly code: number;
  readonly field: ValueField;
  /** Width of a signed integer, which travels as two's complement in an unsigned field. */
  readonly signedBits?: number;
}

const dataTypes = {
  Int8: { code: 1, field: "intValue", signedBits: 8 },
  Int16: { code: 2, field: "intValue", signedBits: 16 },
  Int32: { code: 3, field: "intValue", signedBits: 32 },
  Int64: { code: 4, field: "longValue", signedBits: 64 },
  UInt8: { code: 5, field: "intValue" },
  UInt16: { code: 6, field: "intValue" },
  UInt32: { code: 7, field: "intValue" },
  UInt64: { code: 8, field: "longValue" },
  Float: { code: 9, field: "floatValue" },
  Double: { code: 10, field: "doubleValue" },
  Boolean: { code: 11, field: "booleanValue" },
  String: { code: 12, field: "stringValue" },
  DateTime: { code: 13, field: "longValue" },
  Text: { code: 14, field: "stringValue" },
  UUID: { code: 15, field: "stringValue" },
} as const satisfies Record<string, DataType>;

export type MetricType = keyof typeof dataTypes;
export type MetricValue = number | string | boolean | null;

export interface Metric {
  /** Absent where only an alias stands for it. */
  readonly name?: string;
  /** A number of 64 bits that its birth gave it. */
  readonly alias?: string;
  /** Absent where neither the message nor the birth tells one that this module carries. */
  readonly type?: MetricType;
  /** Absent where it has one that this module does not carry: a data set, a template, bytes, an array. */
  readonly value?: MetricValue;
  /** ms since the Unix epoch. */
  readonly timestamp?: number;
  readonly isHistorical?: boolean;
}

export interface SparkplugPayload {
  /** ms since the Unix epoch. */
  readonly timestamp?: number;
  readonly metrics: readonly Metric[];
  /** 0 to 255, absent in NDEATH, NCMD and DCMD. */
  readonly seq?: number;
}

const byCode = new Map<number, MetricType>(
  (Object.keys(dataTypes) as MetricType[]).map((type) => [dataTypes[type].code, type]),
);

const toWire = (type: DataType, value: MetricValue): unknown => {
  if (type.signedBits === 32 || type.signedBits === 16 || type.signedBits === 8)
    return (Number(value) & (type.signedBits === 32 ? -1 : 2 ** type.signedBits - 1)) >>> 0;
  if (type.field === "longValue") {
    const bits = BigInt.asUintN(64, BigInt(Math.trunc(Number(value))));
    return protobuf.util.LongBits.from(bits.toString()).toLong(true);
  }
  return value;
};

const valueFields = [
  "intValue",
  "longValue",
  "floatValue",
  "doubleValue",
  "booleanValue",
  "stringValue",
] as const satisfies ValueField[];

/** Of the field that is set, whichever it is: senders put a short integer into the long field too. */
const fromWire = (field: ValueField, raw: unknown, type: DataType | undefined): MetricValue => {
  if (field !== "intValue" && field !== "longValue") return raw as MetricValue;
  const bits = BigInt(raw as string | number);
  return Number(type?.signedBits ? BigInt.asIntN(type.signedBits, bits) : bits);
};

/** The field of a value whose type only the receiver knows. */
const fieldOf = (value: MetricValue): ValueField => {
  if (typeof value === "string") return "stringValue";
  return typeof value === "boolean" ? "booleanValue" : "doubleValue";
};

const wireValue = (type: MetricType | undefined, value: MetricValue | undefined) => {
  if (value === undefined) return {};
  if (value === null) return { isNull: true };
  const dataType: DataType | undefined = type && dataTypes[type];
  return dataType ? { [dataType.field]: toWire(dataType, value) } : { [fieldOf(value)]: value };
};

const encodeMetric = ({ name, alias, type, value, timestamp, isHistorical }: Metric) => ({
  ...(name === undefined ? {} : { name }),
  ...(alias === undefined ? {} : { alias: protobuf.util.LongBits.from(alias).toLong(true) }),
  ...(type === undefined ? {} : { datatype: dataTypes[type].code }),
  ...(timestamp === undefined ? {} : { timestamp }),
  ...(isHistorical ? { isHistorical } : {}),
  ...wireValue(type, value),
});

export const encodePayload = ({ timestamp, metrics, seq }: SparkplugPayload): Uint8Array =>
  Payload.encode(
    Payload.create({
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(seq === undefined ? {} : { seq }),
      metrics: metrics.map(encodeMetric),
    }),
  ).finish();

interface RawMetric extends Partial<Record<ValueField, unknown>> {
  readonly name?: string;
  readonly alias?: string;
  readonly datatype?: number;
  readonly timestamp?: string;
  readonly isNull?: boolean;
  readonly isHistorical?: boolean;
}

/** What a birth said of a metric that it named. */
export type BornMetric = Pick<Metric, "type"> & { readonly name: string };

/** What the birth before a message said of a metric, by the name or else the alias that the message calls it by. */
export type BirthOf = (metric: Pick<Metric, "name" | "alias">) => BornMetric | undefined;

const decodeMetric = (raw: RawMetric, birthOf: BirthOf): Metric => {
  const { alias, timestamp, isNull, isHistorical } = raw;
  const born = birthOf(raw);
  const name = raw.name || born?.name;
  if (name === undefined && alias === undefined) throw new RangeError("a metric has neither name nor alias");
  const told = byCode.get(raw.datatype ?? 0);
  const type = told ?? born?.type;
  const field = valueFields.find((one) => raw[one] !== undefined);
  if (told && !isNull && !field) throw new RangeError(`metric ${name ?? alias} has no ${told} value`);
  return {
    ...(name === undefined ? {} : { name }),
    ...(alias === undefined ? {} : { alias }),
    ...(type === undefined ? {} : { type }),
    ...(isNull ? { value: null } : {}),
    ...(!isNull && field ? { value: fromWire(field, raw[field], type && dataTypes[type]) } : {}),
    ...(timestamp === undefined ? {} : { timestamp: Number(timestamp) }),
    ...(isHistorical ? { isHistorical: true } : {}),
  };
};

/**
 * Reads a payload. Only births have to tell names and data types (6.4.6): what messages leave out of them is taken from what
 * the birth said.
 *
 * @throws RangeError or a decoding error on anything that is no payload.
 */
export const decodePayload = (bytes: Uint8Array, birthOf: BirthOf = () => undefined): SparkplugPayload => {
  const raw = Payload.toObject(Payload.decode(bytes), { longs: String, arrays: true }) as {
    timestamp?: string;
    seq?: string;
    metrics: RawMetric[];
  };
  return {
    metrics: raw.metrics.map((metric) => decodeMetric(metric, birthOf)),
    ...(raw.timestamp === undefined ? {} : { timestamp: Number(raw.timestamp) }),
    ...(raw.seq === undefined ? {} : { seq: Number(raw.seq) }),
  };
};
