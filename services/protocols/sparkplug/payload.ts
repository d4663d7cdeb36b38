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
  readonly name: string;
  readonly type: MetricType;
  readonly value: MetricValue;
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

const fromWire = (type: DataType, raw: unknown): MetricValue => {
  if (typeof raw === "string" && type.field === "longValue") {
    const bits = BigInt(raw);
    return Number(type.signedBits ? BigInt.asIntN(64, bits) : bits);
  }
  if (typeof raw === "number" && type.signedBits) {
    const shift = 32 - type.signedBits;
    return (raw << shift) >> shift;
  }
  return raw as MetricValue;
};

const encodeMetric = ({ name, type, value, timestamp, isHistorical }: Metric) => {
  const dataType: DataType = dataTypes[type];
  return {
    name,
    datatype: dataType.code,
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(isHistorical ? { isHistorical } : {}),
    ...(value === null ? { isNull: true } : { [dataType.field]: toWire(dataType, value) }),
  };
};

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
  readonly datatype?: number;
  readonly timestamp?: string;
  readonly isNull?: boolean;
  readonly isHistorical?: boolean;
}

const decodeMetric = (raw: RawMetric): Metric => {
  const type = byCode.get(raw.datatype ?? 0);
  if (!raw.name) throw new RangeError("a metric has no name");
  if (!type) throw new RangeError(`metric ${raw.name} has the unsupported data type ${raw.datatype}`);
  const dataType: DataType = dataTypes[type];
  const value = raw[dataType.field];
  if (!raw.isNull && value === undefined) throw new RangeError(`metric ${raw.name} has no ${type} value`);
  return {
    name: raw.name,
    type,
    value: raw.isNull ? null : fromWire(dataType, value),
    ...(raw.timestamp === undefined ? {} : { timestamp: Number(raw.timestamp) }),
    ...(raw.isHistorical ? { isHistorical: true } : {}),
  };
};

/** @throws RangeError or a decoding error on anything that is not a payload this module can carry. */
export const decodePayload = (bytes: Uint8Array): SparkplugPayload => {
  const raw = Payload.toObject(Payload.decode(bytes), { longs: String, arrays: true }) as {
    timestamp?: string;
    seq?: string;
    metrics: RawMetric[];
  };
  return {
    metrics: raw.metrics.map(decodeMetric),
    ...(raw.timestamp === undefined ? {} : { timestamp: Number(raw.timestamp) }),
    ...(raw.seq === undefined ? {} : { seq: Number(raw.seq) }),
  };
};
