/** Whether all is to be tried that there is to try, which takes minutes; else a part of it that is always the same. */
export const EVERY: boolean = process.env['EVERY'] === '1'
