/** All settings, read once at start; every mistake is told at once. `.env.example` is made from this file. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { envSchema } from 'env-schema'
import * as T from 'typebox'
import { keptKeys, readSealKeys, readSecret, type SealKey } from './keys.ts'

const Settings = T.Object({
  NODE_ENV: T.Enum(['development', 'production'], {
    default: 'development',
    description: 'production: nothing secret is defaulted, no demo, PUBLIC_URL and keys are required'
  }),
  HOST: T.String({
    default: '',
    description:
      'address to listen on; empty: this machine only in development, everywhere in production; IPv4 and IPv6'
  }),
  PORT: T.Integer({ default: 8080, minimum: 0, maximum: 65535 }),
  PUBLIC_URL: T.String({
    default: '',
    description: 'what citizens type, such as https://wz.example.gov.cn; required in production'
  }),
  DATABASE_URL: T.String({
    default: '',
    description: 'PostgreSQL 15 or newer, the owner of the database; empty: the server runs its own in DATA_DIR'
  }),
  DATA_DIR: T.String({ default: 'data', description: 'database, keys, files and audit heads of this machine' }),
  SECRET: T.String({
    default: '',
    description: 'master secret, at least 32 bytes in base64 (openssl rand -base64 32); never change it'
  }),
  SEAL_KEYS: T.String({
    default: '',
    description:
      'keys for personal fields as id:base64 of 32 bytes, separated by commas; the first seals, the others still open; to rotate put a new one in front'
  }),
  TRUSTED_PROXIES: T.String({
    default: '',
    description: 'addresses or networks of your own reverse proxies, separated by commas'
  }),
  LOG_LEVEL: T.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], { default: 'info' }),
  METRICS_TOKEN: T.String({
    default: '',
    description: 'bearer token for /metrics; empty: only this machine itself may read it'
  }),
  REQUIRE_SECOND_FACTOR: T.String({
    default: '',
    pattern: '^(true|false|)$',
    description: 'staff must enrol an authenticator; empty: true in production'
  }),
  SESSION_IDLE_MINUTES: T.Integer({ default: 30, minimum: 1, maximum: 720 }),
  BUREAU_NAME: T.String({ default: '示例市统计局', minLength: 2 }),
  BUREAU_NAME_EN: T.String({ default: 'Bureau of Statistics, Example City', minLength: 2 }),
  BUREAU_CODE: T.String({
    default: '000000000000000000',
    pattern: '^[0-9A-Z]{9}([0-9A-Z]{9})?$',
    description:
      'unified social credit code of the bureau (18 letters and digits): index numbers of articles begin with it'
  }),
  SITE_ID_CODE: T.String({
    default: '',
    pattern: '^(\\d{10})?$',
    description: "the site's own code among government sites, ten digits; empty: it has none yet"
  }),
  AUDIT_HEADS_FILE: T.String({
    default: '',
    description:
      'where the heads of the audit chain are written, best on another disk; empty: DATA_DIR/audit-heads.ndjson'
  }),
  LETTERS_PER_HOUR: T.Integer({
    default: 60,
    minimum: 1,
    description: 'letters that one network may send in an hour; each further one costs its phone some work'
  }),
  LETTERS_OF_SITE: T.Integer({
    default: 300,
    minimum: 1,
    description: 'letters of all networks in a minute; each further one costs its phone some work'
  }),
  LETTERS_OF_DEVICE: T.Integer({
    default: 20,
    minimum: 1,
    description: 'letters that one device may send in an hour; its phone sends further ones later by itself'
  }),
  WORK_HASHES: T.Integer({
    default: 150_000,
    minimum: 1000,
    maximum: 4_000_000,
    description: 'what such a letter costs: hashes to compute, doubled when twice as many come'
  }),
  WORK_HASHES_MOST: T.Integer({
    default: 600_000,
    minimum: 1000,
    maximum: 4_000_000,
    description: 'what it never costs more than, so that a cheap phone is done in seconds'
  }),
  WORK_MINUTES: T.Integer({
    default: 10,
    minimum: 1,
    maximum: 1440,
    description: 'minutes in which the work must be done'
  }),
  CLOSE_AFTER_DAYS: T.Integer({
    default: 30,
    minimum: 1,
    maximum: 3650,
    description: 'days after its answer at which a letter is closed; it may still be reopened'
  }),
  SMTP_URL: T.String({
    default: '',
    description:
      'the mail server, such as smtp://user:password@mail.example.gov.cn:587 or smtps://…:465; empty: no mail leaves; in production the connection is encrypted, or the server is this machine'
  }),
  MAIL_FROM: T.String({
    default: '',
    description: 'the address that mail comes from, such as no-reply@example.gov.cn; required with SMTP_URL'
  }),
  SMS_URL: T.String({
    default: '',
    description:
      'a gateway for text messages: gets {id, to, text} as JSON, signed, and answers 2xx; https in production; empty: none leave'
  }),
  SMS_SECRET: T.String({
    default: '',
    description: 'what requests to the gateway are signed with, at least 32 bytes in base64; required with SMS_URL'
  }),
  DIGEST_HOUR: T.Integer({
    default: 8,
    minimum: 0,
    maximum: 23,
    description: 'the hour of working days, in Asia/Shanghai, from which on staff get their daily digest'
  }),
  ESCALATE_AFTER_DAYS: T.Integer({
    default: 3,
    minimum: 1,
    maximum: 250,
    description: 'working days that a letter is overdue before those who oversee all letters are told'
  }),
  FAKE_NOW: T.String({
    default: '',
    description: 'an instant the clock starts at, for trying things out; refused in production'
  })
})

export interface Config {
  readonly mode: 'development' | 'production'
  readonly host: string
  readonly port: number
  readonly publicUrl: string
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly secret: Buffer
  readonly sealKeys: readonly SealKey[]
  /** which of the two come from DATA_DIR/keys.json, so that a restore may replace them */
  readonly keptInDataDir: { readonly secret: boolean; readonly sealKeys: boolean }
  readonly trustedProxies: readonly string[]
  readonly logLevel: string
  readonly metricsToken: string | undefined
  readonly requireSecondFactor: boolean
  readonly sessionIdleMinutes: number
  /** what index numbers begin with */
  readonly bureauCode: string
  readonly siteIdCode: string
  readonly bureau: { readonly zh: string; readonly en: string }
  readonly auditHeadsFile: string
  readonly lettersPerHour: number
  /** in a minute */
  readonly lettersOfSite: number
  /** in an hour */
  readonly lettersOfDevice: number
  readonly workHashes: number
  readonly workHashesMost: number
  readonly workMinutes: number
  readonly closeAfterDays: number
  readonly notices: NoticeSettings
  readonly fakeNow: Date | undefined
}

/** How word leaves the house. `smtp`, `sms` undefined: by this way nothing does. */
export interface NoticeSettings {
  readonly smtp: { readonly url: URL; readonly from: string } | undefined
  readonly sms: { readonly url: string; readonly secret: Buffer } | undefined
  readonly digestHour: number
  readonly escalateAfterDays: number
}

/** Every mistake in the settings, a line each. */
export class ConfigError extends Error {
  constructor(mistakes: readonly string[]) {
    super(`The settings can not be used:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

function isNetwork(text: string): boolean {
  const [address, bits, ...rest] = text.split('/')
  const version = isIP(address ?? '')
  if (version === 0 || rest.length > 0) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
}

/** Whether a host is this machine, so that what goes there needs no encryption. */
export const isThisMachine = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host)

/** How word leaves the house; every mistake goes to `mistakes`. */
function readNotices(settings: T.Static<typeof Settings>, production: boolean, mistakes: string[]): NoticeSettings {
  const { SMTP_URL, MAIL_FROM, SMS_URL, SMS_SECRET } = settings
  const smtpUrl = SMTP_URL === '' ? undefined : (URL.parse(SMTP_URL) ?? undefined)
  // the address holds a password: it is not said back
  if (SMTP_URL !== '' && !(smtpUrl && /^smtps?:$/.test(smtpUrl.protocol) && smtpUrl.hostname !== ''))
    mistakes.push('SMTP_URL must be an address such as smtp://user:password@mail.example.gov.cn:587')
  if (MAIL_FROM !== '' && !/^[^\s@<>,"]+@[^\s@<>,"]+\.[^\s@<>,".]+$/.test(MAIL_FROM))
    mistakes.push('MAIL_FROM must be one address such as no-reply@example.gov.cn')
  if ((SMTP_URL === '') !== (MAIL_FROM === '')) mistakes.push('SMTP_URL and MAIL_FROM need each other')
  const smsUrl = SMS_URL === '' ? undefined : (URL.parse(SMS_URL) ?? undefined)
  if (SMS_URL !== '' && !(smsUrl && /^https?:$/.test(smsUrl.protocol)))
    mistakes.push('SMS_URL must be an address such as https://sms.example.gov.cn/messages')
  else if (smsUrl && production && smsUrl.protocol !== 'https:' && !isThisMachine(smsUrl.hostname))
    mistakes.push('SMS_URL must begin with https:// in production')
  if ((SMS_URL === '') !== (SMS_SECRET === '')) mistakes.push('SMS_URL and SMS_SECRET need each other')
  const secret = Buffer.from(SMS_SECRET, 'base64')
  if (SMS_SECRET !== '' && secret.length < 32) mistakes.push('SMS_SECRET must be at least 32 bytes in base64')
  return {
    smtp: smtpUrl && { url: smtpUrl, from: MAIL_FROM },
    sms: smsUrl && { url: smsUrl.href, secret },
    digestHour: settings.DIGEST_HOUR,
    escalateAfterDays: settings.ESCALATE_AFTER_DAYS
  }
}

/** Reads the settings from an environment (and `.env` in the working folder). Throws ConfigError with all mistakes. */
export function readConfig(env: Record<string, string | undefined>, dotenv = false): Config {
  const mistakes: string[] = []
  const attempt = <V>(read: () => V): V | undefined => {
    try {
      return read()
    } catch (error) {
      mistakes.push((error as Error).message)
      return undefined
    }
  }
  const settings = attempt(() =>
    envSchema<T.Static<typeof Settings>>({ schema: Settings, data: { ...env }, env: false, dotenv })
  )
  if (!settings) {
    const first = mistakes[0] ?? ''
    throw new ConfigError(first.split(/,\s*(?=env\/|env must)/).map((mistake) => mistake.replace(/^env[/ ]/, '')))
  }
  const production = settings.NODE_ENV === 'production'
  const dataDir = resolve(settings.DATA_DIR)
  const trustedProxies = settings.TRUSTED_PROXIES.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  for (const proxy of trustedProxies) {
    if (!isNetwork(proxy)) mistakes.push(`TRUSTED_PROXIES: "${proxy}" is neither an address nor a network`)
  }
  if (production) {
    for (const name of ['PUBLIC_URL', 'SECRET', 'SEAL_KEYS'] as const) {
      if (settings[name] === '') mistakes.push(`${name} is required in production`)
    }
    if (settings.FAKE_NOW !== '') mistakes.push('FAKE_NOW is refused in production')
  }
  const port = settings.PORT
  const publicUrl = (settings.PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, '')
  if (!/^https?:\/\/[^/\s]+$/.test(publicUrl))
    mistakes.push('PUBLIC_URL must be an address such as https://wz.example.gov.cn, without a path')
  else if (production && !publicUrl.startsWith('https://'))
    mistakes.push('PUBLIC_URL must begin with https:// in production')
  if (settings.DATABASE_URL !== '' && !/^postgres(ql)?:\/\//.test(settings.DATABASE_URL)) {
    mistakes.push('DATABASE_URL must begin with postgres://')
  }
  if (settings.WORK_HASHES > settings.WORK_HASHES_MOST) mistakes.push('WORK_HASHES is more than WORK_HASHES_MOST')
  const notices = readNotices(settings, production, mistakes)
  const fakeNow = settings.FAKE_NOW === '' ? undefined : new Date(settings.FAKE_NOW)
  if (fakeNow && Number.isNaN(fakeNow.getTime()))
    mistakes.push('FAKE_NOW is not an instant such as 2026-11-23T09:05:00+08:00')
  const kept =
    !production && (settings.SECRET === '' || settings.SEAL_KEYS === '') ? attempt(() => keptKeys(dataDir)) : undefined
  const secretText = settings.SECRET || kept?.secret
  const sealKeysText = settings.SEAL_KEYS || kept?.sealKeys
  const secret = secretText ? attempt(() => readSecret(secretText)) : undefined
  const sealKeys = sealKeysText ? attempt(() => readSealKeys(sealKeysText)) : undefined
  if (mistakes.length > 0 || !secret || !sealKeys) throw new ConfigError(mistakes)
  return {
    mode: production ? 'production' : 'development',
    host: settings.HOST || (production ? '::' : 'localhost'),
    port,
    publicUrl,
    databaseUrl: settings.DATABASE_URL || undefined,
    dataDir,
    secret,
    sealKeys,
    keptInDataDir: { secret: settings.SECRET === '', sealKeys: settings.SEAL_KEYS === '' },
    trustedProxies,
    logLevel: settings.LOG_LEVEL,
    metricsToken: settings.METRICS_TOKEN || undefined,
    requireSecondFactor: settings.REQUIRE_SECOND_FACTOR === '' ? production : settings.REQUIRE_SECOND_FACTOR === 'true',
    sessionIdleMinutes: settings.SESSION_IDLE_MINUTES,
    bureau: { zh: settings.BUREAU_NAME, en: settings.BUREAU_NAME_EN },
    bureauCode: settings.BUREAU_CODE,
    siteIdCode: settings.SITE_ID_CODE,
    auditHeadsFile: resolve(settings.AUDIT_HEADS_FILE || `${dataDir}/audit-heads.ndjson`),
    lettersPerHour: settings.LETTERS_PER_HOUR,
    lettersOfSite: settings.LETTERS_OF_SITE,
    lettersOfDevice: settings.LETTERS_OF_DEVICE,
    workHashes: settings.WORK_HASHES,
    workHashesMost: settings.WORK_HASHES_MOST,
    workMinutes: settings.WORK_MINUTES,
    closeAfterDays: settings.CLOSE_AFTER_DAYS,
    notices,
    fakeNow
  }
}

/** The text of `.env.example`: each setting with what it is for, commented out, with its default. */
export function envExample(): string {
  const lines = Object.entries(Settings.properties).map(([name, schema]) => {
    const { description, default: value = '' } = schema as { description?: string; default?: string | number }
    return `${description ? `# ${description}\n` : ''}# ${name}=${value}\n`
  })
  return `# Settings of Wenzheng. Copy to .env and change what you need; made by: npm run wenzheng -- doctor --env-example\n\n${lines.join('\n')}`
}
