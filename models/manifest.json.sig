{
  "algorithm": "Ed25519",
  "keyId": "5eba7104c0240053",
  "signature": "Qbo2kYpE5KCrCA+hlQWRhx52EWX47y1skNlJQ4ZTwQo6eWJl+ad3wbcnlj/U/Qop5CGdeUG65whe65TOxW6dAQ=="
}
