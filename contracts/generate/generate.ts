// Writes all that is generated: the types and the operations of the documents, and the golden vectors; with --check it only says what is stale.
import './generate-operations.ts'
import './generate-types.ts'
import './vectors/make-vectors.ts'
