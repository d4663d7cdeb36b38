{
  "algorithm": "Ed25519",
  "keyId": "0ecfae81eaf4c3ca",
  "signature": "9k1m58mFuAKd6+h8qCzlb8FrSmLLMjIEcAAJN+i7Ang7TXO95Yv96/PU2DE6EODrrEgytYT4/WUccpacDvzWDQ=="
}
