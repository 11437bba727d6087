// An import of node:http reads all its exports, and one of them loads Node's client for HTTP: 40 ms that a server has no use for.
module.exports = process.getBuiltinModule('node:http')
