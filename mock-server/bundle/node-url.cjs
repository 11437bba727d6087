// Express calls url.parse(), which Node reports as deprecated, except for code in node_modules, whose user can't change it. Bundled code is
// outside, so the report is turned off here.
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
