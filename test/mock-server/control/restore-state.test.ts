import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { type Control, developmentKeys } from '../../../contracts/index.ts'
import { createMockServer, type MockCredentials, type MockServer, type MockServerOptions } from '../../../mock-server/index.ts'
import { errorOf } from '../../control-test.ts'
import { PINNED } from '../../mock-test.ts'
import { send } from '../../send.ts'
import { CLOSE, type RequestChoice, signedRequest } from '../../signed-request.ts'
import { test as base } from '../store/state-folder.ts'

const { merchant: shipped, platform, nextPlatform } = developmentKeys
const LIST: RequestChoice = { method: 'GET', target: '/v3/certificates', body: '' }
const own = { mchid: '5', privateKey: platform.privateKey, certificate: platform.certificate }

interface Fixtures {
  /** Starts a server with the state file, does something with it and closes it. */
  session: <Result>(work: (mock: MockServer) => Promise<Result>, options?: MockServerOptions) => Promise<Result>
  /** Starts a server with this text in the state file; returns the error message, or `it was accepted` when the server starts. */
  refusal: (text: string) => Promise<string>
  /** The content of the state file after a session with a second merchant. */
  saved: StateFile
}

// biome-ignore lint/suspicious/noExplicitAny: tests change any part of the file
type StateFile = any

const test = base.extend<Fixtures>({
  session: async ({ stateFile }, use) => {
    await use(async (work, options) => {
      await using mock = await createMockServer({ stateFile, now: () => PINNED, ...options })
      return await work(mock)
    })
  },
  refusal: async ({ stateFile }, use) => {
    await use(async (text) => {
      await writeFile(stateFile, text)
      const [creation] = await Promise.allSettled([createMockServer({ stateFile })])
      expect(await readFile(stateFile, 'utf8')).toBe(text)
      if (creation?.status === 'fulfilled') await creation.value.close()
      return creation?.status === 'rejected' ? String(creation.reason.message) : 'it was accepted'
    })
  },
  saved: async ({ stateFile, session }, use) => {
    await session(async ({ control }) => {
      await control.createMerchant({ mchid: '7' })
      await control.merchant('7').addFault({ limit: 1, per: '1h' })
    })
    await use(JSON.parse(await readFile(stateFile, 'utf8')))
  },
})

async function call(mock: MockServer, credentials: MockCredentials, choice?: RequestChoice) {
  return send(mock.url, await signedRequest(credentials, { now: PINNED, ...choice }))
}

/** What can be read about a merchant, without the address of the server. */
async function allOf(control: Control, mchid: string): Promise<unknown> {
  const controls = control.merchant(mchid)
  const { base_url, ...merchant } = await controls.read()
  return [merchant, await controls.snapshot(), await controls.certificate(), await controls.clock(), await controls.platform()]
}

describe('the state of a server with a state file', () => {
  test('survives a restart completely', async ({ session }) => {
    const change = async (control: Control, mchid: string) => {
      const controls = control.merchant(mchid)
      await controls.change({ custom_page_link: false, type: 'channel_partner' })
      await controls.putSubMerchant('2', {
        gold_plan: { JSAPI: { status: 'CLOSED', closed_at: 5 } },
        advertising_industry_filters: ['LAW'],
      })
      await controls.removeSubMerchant('1900000109')
      await controls.addFault({ example: 'SYSTEM_ERROR', times: 2 })
      await controls.addFault({ limit: 7, per: '1h' })
      await controls.setClock({ pin: PINNED / 1000, advance: '24h', gateway_skew: '-1s' })
      await controls.setPlatform({ certificates: [{ serial_no: nextPlatform.serial, share: 98 }], public_key: { share: 2 } })
      await controls.setCertificate({ renew: true, own_key: true })
      await controls.setCertificate({ status: 'expired' })
    }
    const before = await session(async ({ control }) => {
      await control.createMerchant({ mchid: '7', own_key: true, verification: 'public_key', sub_mchids: ['1900000109', '9'] })
      for (const mchid of ['7', shipped.mchid]) await change(control, mchid)
      return [await allOf(control, shipped.mchid), await allOf(control, '7')]
    })
    const after = await session(async ({ control }) => [await allOf(control, shipped.mchid), await allOf(control, '7')])
    expect(after).toEqual(before)
  })

  test('keeps the counts of faults and the renewed key across a restart, and no fault ID or serial number is used again', async ({
    session,
  }) => {
    const [first, renewed] = await session(async (mock) => {
      const merchant = await mock.control.createMerchant({ mchid: '7' })
      const controls = mock.control.merchant('7')
      await controls.addFault({ example: 'SYSTEM_ERROR', times: 2 })
      expect((await call(mock, merchant)).status).toBe(500)
      return [merchant, { ...merchant, ...(await controls.setCertificate({ renew: true, own_key: true })) }]
    })
    await session(async (mock) => {
      expect(errorOf(await call(mock, first)).message).toBe('已更换证书，请使用新证书')
      expect((await call(mock, renewed)).status).toBe(500)
      expect((await call(mock, renewed, { body: CLOSE })).status).toBe(200)
      const controls = mock.control.merchant('7')
      expect(await controls.faults()).toMatchObject([{ id: 1, times: 2, seen: 2, hits: 2 }])
      expect(await controls.addFault({ latency_ms: 0 })).toMatchObject({ id: 2 })
      const { serial_no } = await controls.setCertificate({ renew: true })
      expect([first.serial_no, renewed.serial_no]).not.toContain(serial_no)
    })
  })

  test('may name the operation of a fault by the last part of its path', async ({ session, stateFile }) => {
    await session(({ control, credentials }) =>
      control.merchant(credentials.mchid).addFault({ example: 'SYSTEM_ERROR', operation: 'changeGoldPlanStatus' }),
    )
    const text = await readFile(stateFile, 'utf8')
    await writeFile(stateFile, text.replaceAll('"operation":"changeGoldPlanStatus"', '"operation":"changegoldplanstatus"'))
    expect(await session(async (mock) => (await call(mock, mock.credentials)).status)).toBe(500)
  })

  test('includes a migration with its counts of calls, and may name the operation of a count by the last part of its path', async ({
    session,
    stateFile,
  }) => {
    const migration = (mock: MockServer) => mock.control.merchant(mock.credentials.mchid).migration()
    const before = await session(async (mock) => {
      await mock.control.merchant(mock.credentials.mchid).startMigration()
      await call(mock, mock.credentials)
      return migration(mock)
    })
    expect(before).toMatchObject({ running: true, lacking: [{ operation: 'changeGoldPlanStatus', calls: 1 }] })
    const lacking = [{ operation: 'changeGoldPlanStatus', calls: 1, request: null }]
    expect(await session(migration)).toEqual({ ...before, lacking })
    const text = await readFile(stateFile, 'utf8')
    await writeFile(stateFile, text.replaceAll('"operation":"changeGoldPlanStatus"', '"operation":"changegoldplanstatus"'))
    expect(await session(migration)).toEqual({ ...before, lacking })
  })

  test('includes the changes that calls made', async ({ session }) => {
    await session((mock) => call(mock, mock.credentials))
    await session(async ({ control, credentials }) => {
      expect((await control.merchant(credentials.mchid).subMerchant('1900000109')).gold_plan.JSAPI.status).toBe('OPEN')
    })
  })

  test('is read from a file of an earlier version, which lacks the fields that came later', async ({ saved, stateFile, session }) => {
    for (const { state, made } of saved.merchants)
      for (const part of [state, made]) {
        delete part.calls
        const { tenant, sub_merchants } = part
        for (const name of ['strict', 'opens_by_default', 'migration']) delete tenant[name]
        for (const record of sub_merchants) for (const name of ['custom_page_link', 'jsapi_payments']) delete record[name]
      }
    await writeFile(stateFile, JSON.stringify(saved))
    await session(async ({ control }) => {
      expect(await control.merchant('7').read()).toMatchObject({ strict: false, opens_by_default: false })
      expect(await control.merchant('7').subMerchant('1900000109')).toMatchObject({ custom_page_link: false, jsapi_payments: false })
    })
  })

  test('does not include the journal', async ({ session, stateFile }) => {
    await session((mock) => call(mock, mock.credentials, { nonce: 'a-nonce-to-be-seen' }))
    expect(await readFile(stateFile, 'utf8')).not.toContain('a-nonce-to-be-seen')
    expect(await session(({ control, credentials }) => control.merchant(credentials.mchid).requests())).toEqual([])
  })

  test('includes the state in which a merchant was created, so that a reset restores it', async ({ session }) => {
    const before = await session(async ({ control }) => {
      await control.createMerchant({ mchid: '7', punished: true, sub_mchids: ['8'] })
      const made = await allOf(control, '7')
      await control.merchant('7').change({ punished: false })
      await control.merchant('7').removeSubMerchant('8')
      return made
    })
    const after = await session(async ({ control }) => {
      await control.merchant('7').reset()
      return allOf(control, '7')
    })
    expect(after).toEqual(before)
  })

  test('forgets a merchant that was removed', async ({ session }) => {
    await session(({ control }) => control.createMerchant({ mchid: '7' }))
    await session(({ control }) => control.merchant('7').remove())
    await session(async ({ control }) => {
      await expect(control.merchant('7').read()).rejects.toMatchObject({ status: 404 })
    })
  })

  test('does not let a new merchant have the ID of a merchant from before the restart', async ({ session }) => {
    const { mchid } = await session(({ control }) => control.createMerchant())
    await session(async ({ control }) => {
      expect((await control.createMerchant()).mchid).not.toBe(mchid)
      expect((await control.merchant(mchid).read()).mchid).toBe(mchid)
    })
  })

  test('takes precedence over the options of a merchant until a reset restores the options', async ({ session }) => {
    await session(({ control }) => control.merchant('7').change({ punished: true }), { merchants: [{ mchid: '7' }] })
    await session(
      async ({ control }) => {
        const controls = control.merchant('7')
        expect(await controls.read()).toMatchObject({ punished: true, type: 'service_provider' })
        await expect(controls.remove()).rejects.toMatchObject({ status: 409 })
        await controls.reset()
        expect(await controls.read()).toMatchObject({ punished: false, type: 'channel_partner' })
      },
      { merchants: [{ mchid: '7', type: 'channel_partner' }] },
    )
    // Without the option, merchant 7 stays after a reset, and can be removed like any other merchant.
    await session(async ({ control }) => {
      await control.merchant('7').reset()
      await control.merchant('7').remove()
    })
  })

  test('is in one file that only its owner can read, with no other file beside it', async ({ session, folder, stateFile }) => {
    await session(async ({ control }) => {
      await Promise.all(Array.from({ length: 20 }, () => control.createMerchant()))
    })
    expect(await readdir(folder)).toEqual(['state.json'])
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(stateFile, 'utf8')).merchants).toHaveLength(21)
  })

  test('is readable only to its owner once it is written again, even when others could read the file before', async ({
    session,
    stateFile,
  }) => {
    await session(({ control }) => control.createMerchant())
    const text = await readFile(stateFile, 'utf8')
    await rm(stateFile)
    await writeFile(stateFile, text, { mode: 0o644 })
    await session(({ control }) => control.createMerchant())
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600)
  })

  test('may have a clock that control calls advanced by many years', async ({ session }) => {
    await session(async (mock) => {
      await mock.control.merchant(mock.credentials.mchid).setClock({ advance: '500000000s' })
      await mock.control.merchant(mock.credentials.mchid).setClock({ advance: '1ms' })
    })
    await session(async (mock) => {
      const { advance } = await mock.control.merchant(mock.credentials.mchid).clock()
      expect(advance).toBe('500000000001ms')
    })
  })

  test('is not written for calls that change nothing, even when two platform keys share the signing', async ({
    session,
    folder,
    stateFile,
  }) => {
    const certificates = [platform, nextPlatform].map(({ serial }) => ({ serial_no: serial, share: 50 }))
    await session(({ control, credentials }) => control.merchant(credentials.mchid).setPlatform({ certificates }))
    const serials = await session(async (mock) => {
      await rm(stateFile)
      const answers = [await call(mock, mock.credentials, LIST), await call(mock, mock.credentials, LIST)]
      return answers.map(({ headers }) => headers['wechatpay-serial'])
    })
    expect(new Set(serials)).toEqual(new Set([platform.serial, nextPlatform.serial]))
    // The server finished its writes when it closed, so a written file would be here.
    expect(await readdir(folder)).toEqual([])
  })

  test('is no longer written after the server is closed', async ({ session, folder, stateFile }) => {
    const control = await session(async (mock) => mock.control)
    const text = await readFile(stateFile, 'utf8')
    await control.createMerchant()
    await setTimeout(100)
    expect(await readFile(stateFile, 'utf8')).toBe(text)
    expect(await readdir(folder)).toEqual(['state.json'])
  })
})

describe('a private key given in the options', () => {
  test('is not in the state file, and still works after a restart with the same options', async ({ session, stateFile }) => {
    await session(
      async (mock) => {
        await mock.control.merchant('5').setCertificate({ renew: true })
        await mock.control.merchant('5').reset()
        await mock.control.merchant('5').change({ custom_page_link: false })
      },
      { merchant: own },
    )
    const [line] = platform.privateKey.split('\n').slice(1)
    expect(await readFile(stateFile, 'utf8')).not.toContain(line)
    await session(
      async (mock) => {
        expect(mock.credentials).toMatchObject({ private_key: own.privateKey, serial_no: platform.serial })
        expect(await mock.control.merchant('5').read()).toMatchObject({ custom_page_link: false })
        expect((await call(mock, mock.credentials)).status).toBe(200)
        await mock.control.merchant('5').reset()
        expect((await mock.control.merchant('5').certificate()).private_key).toBe(own.privateKey)
      },
      { merchant: own },
    )
  })

  test('is not in the state file; the new key of a renewed certificate is in the file and works after a restart', async ({
    session,
    stateFile,
  }) => {
    const renewed = await session(({ control }) => control.merchant('5').setCertificate({ renew: true, own_key: true }), { merchant: own })
    const text = await readFile(stateFile, 'utf8')
    expect(text).not.toContain(own.privateKey.split('\n')[1])
    expect(text).toContain(renewed.private_key.split('\n')[1])
    await session(
      async (mock) => {
        expect(mock.credentials).toMatchObject({ serial_no: renewed.serial_no, private_key: renewed.private_key })
        expect((await call(mock, mock.credentials)).status).toBe(200)
      },
      { merchant: own },
    )
  })

  test('stays the key of the renewed certificate after a restart, however often the certificate was renewed', async ({
    session,
    stateFile,
  }) => {
    const last = await session(
      async ({ control }) => {
        for (let times = 0; times < 33; times++) await control.merchant('5').setCertificate({ renew: true })
        return control.merchant('5').certificate()
      },
      { merchant: own },
    )
    expect(last.private_key).toBe(own.privateKey)
    expect(await readFile(stateFile, 'utf8')).not.toContain(own.privateKey.split('\n')[1])
    await session(
      async (mock) => {
        expect(mock.credentials).toMatchObject({ serial_no: last.serial_no, private_key: own.privateKey })
        expect((await call(mock, mock.credentials)).status).toBe(200)
      },
      { merchant: own },
    )
  })

  test('has to be given again at each start', async ({ session, stateFile }) => {
    await session(async () => undefined, { merchant: own })
    const text = await readFile(stateFile, 'utf8')
    await expect(createMockServer({ stateFile })).rejects.toThrow(
      /merchants\.0: the file does not contain the private key that you gave for the merchant 5/,
    )
    expect(await readFile(stateFile, 'utf8')).toBe(text)
  })

  test('replaces the key that was given at the previous start, and the old certificates are forgotten', async ({ session }) => {
    await session(({ control }) => control.merchant('5').change({ custom_page_link: false }), { merchant: own })
    const next = { mchid: '5', privateKey: nextPlatform.privateKey, certificate: nextPlatform.certificate }
    await session(
      async (mock) => {
        expect(mock.credentials).toMatchObject({ serial_no: nextPlatform.serial, private_key: next.privateKey })
        expect((await call(mock, mock.credentials)).status).toBe(200)
        expect(await mock.control.merchant('5').certificate()).toMatchObject({ replaced: [] })
        expect(await mock.control.merchant('5').read()).toMatchObject({ custom_page_link: false })
      },
      { merchant: next },
    )
  })
})

describe('a state file', () => {
  test.for<[string, string, RegExp]>([
    ['empty', '', /it is not JSON/],
    ['cut off', '{"wechatpay_goldplan_mock_state":1,"merchants":[{"st', /it is not JSON/],
    ['an array', '[]', /its content: .*got \[\]/],
    ['of another version', '{"wechatpay_goldplan_mock_state":2,"merchants":[]}', /wechatpay_goldplan_mock_state: .*1; got 2/],
    ['without merchants', '{"wechatpay_goldplan_mock_state":1}', /merchants: .*got undefined/],
    ['with an unknown field', '{"wechatpay_goldplan_mock_state":1,"merchants":[],"requests":[]}', /requests/],
  ])('that cannot be used is left as it is, and the server does not start: %s', async ([, text, message], { refusal, stateFile }) => {
    const seen = await refusal(text)
    expect(seen).toMatch(message)
    expect(seen).toContain(`The state file ${stateFile} can't be used, and is left as it is`)
  })

  test.for<[string, (file: StateFile) => void, RegExp]>([
    [
      'a merchant ID that is not a number',
      (file) => (file.merchants[1].state.tenant.mchid = 'x'),
      /merchants\.1\.state\.tenant\.mchid: .*got "x"/,
    ],
    [
      'an unknown type of merchant',
      (file) => (file.merchants[1].state.tenant.type = 'bank'),
      /merchants\.1\.state\.tenant\.type: .*got "bank"/,
    ],
    [
      'an unknown status of a certificate',
      (file) => (file.merchants[0].state.tenant.certificates[0].status = 'old'),
      /merchants\.0\.state\.tenant\.certificates\.0\.status/,
    ],
    [
      'no certificate',
      (file) => (file.merchants[0].state.tenant.certificates = []),
      /merchants\.0\.state\.tenant\.certificates: .*got \[\]/,
    ],
    ['an unknown field', (file) => (file.merchants[0].state.tenant.clock.skew = 1), /merchants\.0\.state\.tenant\.clock: .*skew/],
    ['a missing field', (file) => delete file.merchants[0].made.tenant.issued, /merchants\.0\.made\.tenant\.issued: .*got undefined/],
    [
      'an unknown status of a payment scene',
      (file) => (file.merchants[1].state.sub_merchants[0].gold_plan.JSAPI.status = 'CLOSE'),
      /merchants\.1\.state\.sub_merchants\.0\.gold_plan\.JSAPI\.status must be one of OPEN, CLOSED; got "CLOSE"/,
    ],
    [
      'a repeated sub-merchant',
      (file) => file.merchants[1].state.sub_merchants.push(file.merchants[1].state.sub_merchants[0]),
      /merchants\.1\.state\.sub_merchants\.1\.sub_mchid must occur only once/,
    ],
    [
      'a fault with a malformed period',
      (file) => (file.merchants[1].state.faults.faults[0].per = '1 h'),
      /merchants\.1\.state\.faults\.faults\.0\.per must match .*; got "1 h"/,
    ],
    [
      'a fault of no kind',
      (file) => delete file.merchants[1].state.faults.faults[0].limit,
      /merchants\.1\.state\.faults\.faults\.0 must have exactly one of/,
    ],
    [
      'shares that do not add up to 100',
      (file) => (file.merchants[1].state.tenant.platform.certificates[0].share = 99),
      /merchants\.1\.state\.tenant\.platform must have shares/,
    ],
    [
      'a clock that is pinned before 1970',
      (file) => (file.merchants[1].state.tenant.clock.pin = -1),
      /merchants\.1\.state\.tenant\.clock\.pin: .*>=0; got -1/,
    ],
    [
      'an unknown status of a payment scene at the creation of the merchant',
      (file) => (file.merchants[1].made.sub_merchants[0].gold_plan.JSAPI.status = 'CLOSE'),
      /merchants\.1\.made\.sub_merchants\.0\.gold_plan\.JSAPI\.status must be one of OPEN, CLOSED; got "CLOSE"/,
    ],
    [
      'another merchant ID at the creation of the merchant',
      (file) => (file.merchants[1].made.tenant.mchid = '8'),
      /merchants\.1\.made\.tenant\.mchid: .*"8"/,
    ],
    ['a repeated merchant', (file) => file.merchants.push(file.merchants[1]), /merchants\.2\.state\.tenant\.mchid: .*"7"/],
    [
      'a text that is not a certificate',
      (file) => (file.merchants[1].state.tenant.certificates[0].certificate = 'none'),
      /merchants\.1\.state\.tenant\.certificates\.0\.certificate: /,
    ],
    [
      'the serial number of another certificate',
      (file) => (file.merchants[1].state.tenant.certificates[0].serial_no = '0'.repeat(40)),
      /merchants\.1\.state\.tenant\.certificates\.0\.serial_no: .*"0000/,
    ],
    [
      'a text that is not a private key',
      (file) => (file.merchants[1].state.tenant.certificates[0].private_key = 'garbage'),
      /merchants\.1\.state\.tenant\.certificates\.0\.private_key: /,
    ],
    [
      'the private key of another certificate',
      (file) => (file.merchants[1].state.tenant.certificates[0].private_key = platform.privateKey),
      /merchants\.1\.state\.tenant\.certificates\.0\.private_key: .*is not the key of the certificate/,
    ],
    [
      'the status "replaced" for the newest certificate',
      (file) => (file.merchants[1].state.tenant.certificates[0].status = 'replaced'),
      /merchants\.1\.state\.tenant\.certificates\.0\.status: must be valid, expired or revoked.*got "replaced"/,
    ],
    [
      'the status "valid" for an older certificate',
      (file) => {
        const { tenant } = file.merchants[1].state
        tenant.certificates.unshift({ ...file.merchants[0].state.tenant.certificates[0], status: 'valid' })
        tenant.issued = 2
      },
      /merchants\.1\.state\.tenant\.certificates\.0\.status: must be replaced.*got "valid"/,
    ],
    [
      'a repeated certificate',
      (file) => {
        const { tenant } = file.merchants[1].state
        tenant.certificates.unshift({ ...tenant.certificates[0], status: 'replaced' })
        tenant.issued = 2
      },
      /merchants\.1\.state\.tenant\.certificates\.1\.serial_no: must occur only once/,
    ],
    [
      'more certificates than a merchant keeps',
      (file) => {
        const { tenant } = file.merchants[1].state
        tenant.certificates = Array.from({ length: 33 }, () => tenant.certificates[0])
      },
      /merchants\.1\.state\.tenant\.certificates: must have at most 32 items; got 33/,
    ],
    [
      'a count of issued certificates that is lower than the number of certificates',
      (file) => file.merchants[1].state.tenant.certificates.push(file.merchants[0].state.tenant.certificates[0]),
      /merchants\.1\.state\.tenant\.issued: must be 2 or more; got 1/,
    ],
    [
      'a sub-merchant ID of 100 characters',
      (file) => (file.merchants[1].state.tenant.sub_mchids = ['1'.repeat(100)]),
      /merchants\.1\.state\.tenant\.sub_mchids\.0: .*got "1111/,
    ],
    ['no sub-merchant', (file) => (file.merchants[1].state.tenant.sub_mchids = []), /merchants\.1\.state\.tenant\.sub_mchids: .*got \[\]/],
    [
      'an open payment scene that has the time at which it was closed',
      (file) => (file.merchants[1].state.sub_merchants[0].gold_plan.JSAPI = { status: 'OPEN', closed_at: 5 }),
      /merchants\.1\.state\.sub_merchants\.0\.gold_plan\.JSAPI\.closed_at must be null or left out while the status is OPEN; got 5/,
    ],
    [
      'a field called __proto__',
      (file) => Object.defineProperty(file.merchants[1].state.sub_merchants[0], '__proto__', { value: {}, enumerable: true }),
      /merchants\.1\.state\.sub_merchants\.0\.__proto__ is unknown/,
    ],
    [
      'a last ID below the ID of a fault',
      (file) => (file.merchants[1].state.faults.last_id = 0),
      /merchants\.1\.state\.faults\.last_id: must be 1 or more; got 0/,
    ],
    [
      'a migration without a public key',
      (file) => {
        file.merchants[1].state.tenant.migration = { began: 0 }
        file.merchants[1].state.tenant.platform.public_key = null
      },
      /merchants\.1\.state\.tenant\.migration must be null with these platform keys: the merchant has no public key/,
    ],
    [
      'a start of the migration that is not a whole number of milliseconds',
      (file) => (file.merchants[1].state.tenant.migration = { began: 0.5 }),
      /merchants\.1\.state\.tenant\.migration\.began: .*got 0\.5/,
    ],
    [
      'an unknown operation of a counted call',
      (file) => (file.merchants[1].state.calls = [{ operation: 'open', hour: 0, public_key: 0, certificate: 0, none: 0 }]),
      /merchants\.1\.state\.calls\.0\.operation must be the name of an operation/,
    ],
    [
      'a clock that is pinned after the last allowed second',
      (file) => (file.merchants[1].state.tenant.clock.pin = 2 ** 32 * 1000),
      /merchants\.1\.state\.tenant\.clock\.pin must be 4294967295 or less; got 4294967296/,
    ],
    [
      'a clock that is advanced by too much',
      (file) => (file.merchants[1].state.tenant.clock.advance = 1e15),
      /merchants\.1\.state\.tenant\.clock must keep the business time between 0 and 4294967295 seconds since 1970/,
    ],
    [
      'a gateway clock that is half a millisecond ahead',
      (file) => (file.merchants[1].state.tenant.clock.gateway_skew = 0.5),
      /merchants\.1\.state\.tenant\.clock\.gateway_skew: .*got 0\.5/,
    ],
  ])('is refused, and the error has the path of the wrong value: %s', async ([, spoil, message], { refusal, saved }) => {
    spoil(saved)
    expect(await refusal(JSON.stringify(saved))).toMatch(message)
  })

  test.for<[string, object, RegExp]>([
    ['a due time out of range', { due: 9e15 }, /notifications\.0\.due: .*got 9000000000000000/],
    ['a resend at a time out of range', { resend: { at: 1e16, fault: null } }, /notifications\.0\.resend\.at/],
    [
      'a serial number that no platform key has',
      { serial_no: 'NONE' },
      /notifications\.0\.serial_no: must be the serial number or ID of a platform key; got "NONE"/,
    ],
    [
      'a time for the next attempt, although it has succeeded',
      { state: 'succeeded', due: 5 },
      /notifications\.0\.due: must be null when the state is succeeded; got 5/,
    ],
  ])('is refused when a notification has %s', async ([, spoiled, message], { refusal, saved, stateFile, session }) => {
    await session(async ({ control, credentials: { mchid } }) => {
      const own = control.merchant(mchid)
      await own.notify({ url: 'http://127.0.0.1:9/', event_type: 'TRANSACTION.SUCCESS' })
    })
    saved.merchants = JSON.parse(await readFile(stateFile, 'utf8')).merchants
    Object.assign(saved.merchants[0].state.notifications.notifications[0], spoiled)
    expect(await refusal(JSON.stringify(saved))).toMatch(message)
  })

  test('is refused when two notifications have the same ID, because one of them would be sent without end', async ({
    refusal,
    saved,
    stateFile,
    session,
  }) => {
    await session(async ({ control, credentials: { mchid } }) => {
      await control.merchant(mchid).notify({ url: 'http://127.0.0.1:9/', event_type: 'TRANSACTION.SUCCESS' })
    })
    saved.merchants = JSON.parse(await readFile(stateFile, 'utf8')).merchants
    const { notifications } = saved.merchants[0].state.notifications
    notifications.push(notifications[0])
    expect(await refusal(JSON.stringify(saved))).toMatch(/state\.notifications\.notifications\.1\.id: must occur only once$/)
  })

  test.for<[string, string]>([
    ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a field of a state file', `{"wechatpay_goldplan_mock_state":1,"merchants":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('is refused with a clear error when it is nested 100,000 levels deep: %s', async ([, text], { refusal }) => {
    expect(await refusal(text)).toMatch(/can't be used, and is left as it is: it has more than 100 levels$/)
  })

  test('is refused when it is a folder', async ({ folder }) => {
    await expect(createMockServer({ stateFile: folder })).rejects.toThrow(/can't be used, and is left as it is: it is a folder$/)
  })

  test('is accepted when it is unchanged since the server wrote it', async ({ refusal, saved, stateFile }) => {
    const text = await readFile(stateFile, 'utf8')
    expect(JSON.parse(text)).toEqual(saved)
    expect(await refusal(text)).toBe('it was accepted')
  })
})
