{
  "algorithm": "Ed25519",
  "keyId": "619b066ce7c9202a",
  "signature": "ty5/O3vRFSDri1rmMj5VJBwy4R7EVZk6APBcSoypXCceXUXLVefIVg5ZH/oJPQif9wMqcGXiwxZeV2f5vkB0Bw=="
}
