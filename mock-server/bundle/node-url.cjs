// Express calls url.parse(). Node says that it is deprecated, though not to who can't change it: code in node_modules. Bundled, that code is
// elsewhere.
const url = require('node:url')

module.exports = { ...url, parse: quietly(url.parse) }

function quietly(call) {
  return (...parts) => {
    const { noDeprecation } = process
    process.noDeprecation = true
    try {
      return call(...parts)
    } finally {
      process.noDeprecation = noDeprecation
    }
  }
}
