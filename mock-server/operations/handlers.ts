// Generated from the files of this folder by npm run generate. Do not edit.
import { listCertificates } from './certificates/list-certificates.ts'
import { changeCustomPageStatus } from './goldplan/change-custom-page-status.ts'
import { changeGoldPlanStatus } from './goldplan/change-gold-plan-status.ts'
import { closeAdvertisingShow } from './goldplan/close-advertising-show.ts'
import { openAdvertisingShow } from './goldplan/open-advertising-show.ts'
import { setAdvertisingIndustryFilter } from './goldplan/set-advertising-industry-filter.ts'
import type { OperationHandler } from './operation-handler.ts'
import { echo } from './security/echo.ts'

/** The operation handlers by operationId. An operation without a handler answers with an example from its document. */
export const handlers: Readonly<Record<string, OperationHandler>> = {
  listCertificates,
  changeGoldPlanStatus,
  changeCustomPageStatus,
  setAdvertisingIndustryFilter,
  openAdvertisingShow,
  closeAdvertisingShow,
  echo,
}
