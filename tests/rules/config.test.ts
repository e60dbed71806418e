import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, envExample, readConfig } from '#server/core/config.ts'
import { networkOf } from '#server/core/limits.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'wenzheng-config-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const key = Buffer.alloc(32, 7).toString('base64')
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://wz.example.gov.cn',
  SECRET: key,
  SEAL_KEYS: `k1:${key}`
}

const mistakes = (env: Record<string, string>): string => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'none'
}

describe('settings', () => {
  test('a fresh machine needs none, and its keys stay the same and readable by the owner only', () => {
    const first = readConfig({ DATA_DIR: dataDir })
    const second = readConfig({ DATA_DIR: dataDir })
    expect(first).toMatchObject({
      mode: 'development',
      host: 'localhost',
      port: 8080,
      publicUrl: 'http://localhost:8080'
    })
    expect(second.secret.equals(first.secret)).toBe(true)
    expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600)
  })

  test('production defaults nothing secret and tells everything that is missing at once', () => {
    const told = mistakes({
      NODE_ENV: 'production',
      FAKE_NOW: '2026-11-23T09:00:00+08:00',
      TRUSTED_PROXIES: 'nonsense'
    })
    for (const name of ['PUBLIC_URL', 'SECRET', 'SEAL_KEYS', 'FAKE_NOW', 'TRUSTED_PROXIES'])
      expect(told).toContain(name)
    expect(mistakes(production)).toBe('none')
    expect(readConfig(production)).toMatchObject({ requireSecondFactor: true, host: '::' })
  })

  test('a mistake in the address of the mail server does not say its password back', () => {
    const told = mistakes({ DATA_DIR: dataDir, SMTP_URL: 'http://sender:open-sesame@mail', MAIL_FROM: 'a@b.cn' })
    expect(told).toContain('SMTP_URL')
    expect(told).not.toContain('sesame')
  })

  test.each([
    [{ PORT: 'eighty', LETTERS_PER_HOUR: '0' }, ['PORT', 'LETTERS_PER_HOUR']],
    [{ DATABASE_URL: 'mysql://x' }, ['DATABASE_URL']],
    [{ SECRET: 'short', SEAL_KEYS: `k1:${key}` }, ['SECRET']],
    [{ SECRET: key, SEAL_KEYS: `k1:${key},k1:${key}` }, ['SEAL_KEYS']],
    [{ PUBLIC_URL: 'wz.example.gov.cn' }, ['PUBLIC_URL']],
    [{ SMTP_URL: 'smtp://mail.example.gov.cn' }, ['SMTP_URL and MAIL_FROM need each other']],
    [{ MAIL_FROM: 'no-reply@example.gov.cn' }, ['SMTP_URL and MAIL_FROM need each other']],
    [{ SMTP_URL: 'mail.example.gov.cn', MAIL_FROM: 'A <a@b.cn>' }, ['SMTP_URL must', 'MAIL_FROM must']],
    [{ SMS_URL: 'ftp://sms.example.gov.cn', SMS_SECRET: 'short' }, ['SMS_URL must', 'SMS_SECRET must']],
    [{ SMS_URL: 'https://sms.example.gov.cn' }, ['SMS_URL and SMS_SECRET need each other']],
    [{ ...production, SMS_URL: 'http://sms.example.gov.cn', SMS_SECRET: key }, ['SMS_URL must begin with https://']],
    [{ DIGEST_HOUR: '24', ESCALATE_AFTER_DAYS: '0' }, ['DIGEST_HOUR', 'ESCALATE_AFTER_DAYS']],
    [{ FAKE_NOW: 'yesterday' }, ['FAKE_NOW']],
    [{ ...production, PUBLIC_URL: 'http://wz.example.gov.cn' }, ['PUBLIC_URL']]
  ])('%j is told', (env, names) => {
    const told = mistakes({ DATA_DIR: dataDir, ...env })
    for (const name of names) expect(told).toContain(name)
  })

  test('.env.example is what the settings say', () => {
    expect(readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8')).toBe(envExample())
  })
})

describe('networks', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0']
  ])('%s belongs to %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
