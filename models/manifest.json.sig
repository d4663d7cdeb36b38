{
  "algorithm": "Ed25519",
  "keyId": "5b4f88b6546b0579",
  "signature": "tT3M9FR1RzEVh6OdAr4nASvedfn61VmATjYnTDcdVTRU/7bR73q1BKOg7IdZFhqbOoRI27hM8KZEjXbvlshmDw=="
}
