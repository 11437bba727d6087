// Writes all that is generated: the types of the documents, and the golden vectors; with --check it only says what is stale.
import './generate-types.ts'
import './vectors/make-vectors.ts'
