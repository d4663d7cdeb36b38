{
  "algorithm": "Ed25519",
  "keyId": "26201db9be1ecee3",
  "signature": "6qBJNbmq7QvRHsjTKzAoN5IR5I0QVUGVMfQBl+kL/3Y0AgCnM+aF0agT4ZKne3v7/5tajomXHXtOMfOGQoLSDg=="
}
