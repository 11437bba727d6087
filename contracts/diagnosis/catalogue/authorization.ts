import {
  authorizationFieldEmpty,
  authorizationFieldMissing,
  authorizationFieldMisspelt,
  authorizationFieldTwice,
  authorizationFieldUnknown,
} from './authorization-fields.ts'
import { authorizationMissing, authorizationNamePasted, authorizationOtherScheme, authorizationTwice } from './authorization-header.ts'
import { authorizationLineBreaks } from './authorization-line-breaks.ts'
import {
  authorizationQuotesEscaped,
  authorizationQuotesMissing,
  authorizationQuotesSingle,
  authorizationQuotesTypographic,
} from './authorization-quotes.ts'
import {
  authorizationSchemeInFront,
  authorizationSchemeMissing,
  authorizationSchemeMisspelt,
  authorizationSchemeSm2,
  authorizationSchemeSpaceMissing,
  authorizationSchemeSpaces,
} from './authorization-scheme.ts'
import { authorizationEqualsSpaces, authorizationSeparator, authorizationTrailingComma } from './authorization-separators.ts'
import { authorizationTimestampNotDigits } from './authorization-timestamp.ts'
import type { HeaderMistake } from './header-mistake.ts'

/** The mistakes in an Authorization header, in the order in which they are mended: from the whole header to its values. */
export const authorizationMistakes: readonly HeaderMistake[] = [
  authorizationMissing,
  authorizationTwice,
  authorizationNamePasted,
  authorizationOtherScheme,
  authorizationLineBreaks,
  authorizationSchemeInFront,
  authorizationSchemeSm2,
  authorizationSchemeMisspelt,
  authorizationSchemeMissing,
  authorizationSchemeSpaceMissing,
  authorizationSchemeSpaces,
  authorizationQuotesEscaped,
  authorizationQuotesTypographic,
  authorizationQuotesSingle,
  authorizationQuotesMissing,
  authorizationEqualsSpaces,
  authorizationSeparator,
  authorizationTrailingComma,
  authorizationFieldMisspelt,
  authorizationFieldTwice,
  authorizationFieldUnknown,
  authorizationTimestampNotDigits,
  authorizationFieldEmpty,
  authorizationFieldMissing,
]
