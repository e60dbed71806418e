/** How a message leaves the house: by the mail server or the gateway that the settings name, or not at all. */
import type { NoticeChannel } from '#contract/notice-texts.ts'
import type { Config } from '../core/config.ts'
import { gateway } from './driver-http.ts'
import { mailServer } from './driver-smtp.ts'

/** A message ready to go. `id` stays the same when it is sent again, so that a receiver can tell. */
export interface Message {
  readonly id: string
  readonly to: string
  /** null for text messages */
  readonly subject: string | null
  readonly text: string
  /** the link that ends these messages, good for one click */
  readonly unsubscribe: string
  readonly at: Date
}

/**
 * `sent`: taken by the next in line. `failed`: it will never be taken. `later`: it may be the next time. `fault` is a code;
 * what a server said is not kept, since it may quote the address.
 */
export type Outcome = { readonly state: 'sent' } | { readonly state: 'failed' | 'later'; readonly fault: string }

export interface Driver {
  readonly send: (message: Message) => Promise<Outcome>
  /** a code of what stands in the way of sending; undefined when nothing does */
  readonly check: () => Promise<string | undefined>
  readonly close: () => void
}

export type Drivers = Readonly<Record<NoticeChannel, Driver | undefined>>

/** The drivers of the settings, made for some messages and then closed. A channel without one only counts its messages. */
export function driversOf(config: Config): Drivers {
  const { smtp, sms } = config.notices
  return {
    email:
      smtp &&
      mailServer({ ...smtp, encrypted: config.mode === 'production', host: new URL(config.publicUrl).hostname }),
    sms: sms && gateway(sms)
  }
}

/** Whether messages of a channel leave the house at all. */
export const leaves = ({ notices }: Config, channel: NoticeChannel): boolean =>
  (channel === 'email' ? notices.smtp : notices.sms) !== undefined
