{
  "algorithm": "Ed25519",
  "keyId": "5caf7498f205d8a8",
  "signature": "7X1PTeMSXlO2R2UYob8l0aQl0ccmmhRN6GZX75kYv+/Rt/xnJeERvIgeujYi5Pu624AR6AMlmkoUA2LMqYtWAw=="
}
