// Express calls url.parse(). Node warns that it is deprecated, except in node_modules, because users can't change the code there. Bundled
// code is outside node_modules, so the warning is turned off here.
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
