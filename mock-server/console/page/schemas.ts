import type { components } from '../../../contracts/control/index.ts'

type Schemas = components['schemas']

export type RequestEvent = Schemas['RequestEvent']
export type JournalEntry = Schemas['JournalEntry']
export type Diagnosis = NonNullable<JournalEntry['diagnosis']>
export type Merchant = Schemas['Merchant']
export type ListedMerchant = Schemas['ListedMerchant']
export type SubMerchant = Schemas['SubMerchant']
export type Fault = Schemas['Fault']
export type FaultChoice = Schemas['FaultChoice']
export type Clock = Schemas['Clock']
export type Platform = Schemas['Platform']
export type Certificate = Schemas['Certificate']
export type Migration = Schemas['Migration']
export type Notification = Schemas['Notification']
export type ListedNotification = Schemas['ListedNotification']
export type NotificationFault = Schemas['NotificationFault']
export type ListedOperation = Schemas['ListedOperation']
