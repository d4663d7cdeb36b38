{
  "algorithm": "Ed25519",
  "keyId": "1e4eb0fbc2005f9f",
  "signature": "u1CUXko5YES28q9e4GqvZECr+AypEVfH5nnctLtQMyJbBdAqPvVtkTL6jO22Mk2vCkGwKgkQMw4FWXpbiLhiAw=="
}
