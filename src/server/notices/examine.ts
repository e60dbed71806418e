/** What `doctor` says of the ways by which word leaves the house. */
import type { Config } from '../core/config.ts'
import type { Finding } from '../core/doctor.ts'
import { driversOf } from './drivers.ts'

/** Connects to the mail server (and signs in there), and to the gateway; a channel without a server is told, and is no fault. */
export async function examineNotices(config: Config): Promise<Finding[]> {
  const drivers = driversOf(config)
  const examine = async (about: string, driver: (typeof drivers)['email'], setting: string): Promise<Finding> => {
    if (!driver)
      return {
        state: config.mode === 'production' ? 'warn' : 'ok',
        about: `${about}: 未配置 not configured`,
        advice: config.mode === 'production' ? `通知不会发出；需要时设置 ${setting} none leave; set ${setting}` : ''
      }
    const fault = await driver.check()
    driver.close()
    return fault === undefined
      ? { state: 'ok', about: `${about}: 已连通 connected`, advice: '' }
      : {
          state: 'fail',
          about: `${about}: ${fault}`,
          advice: `检查 ${setting} 和网络；通知会留着重试 check ${setting} and the network; notices wait meanwhile`
        }
  }
  return [
    await examine('邮件 mail', drivers.email, 'SMTP_URL'),
    await examine('短信 text messages', drivers.sms, 'SMS_URL')
  ]
}
