// An import of node:http reads all its exports, and one of them loads Node's HTTP client: 40 ms that the server does not need.
module.exports = process.getBuiltinModule('node:http')
