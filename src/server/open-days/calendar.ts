/** Slots for the calendars of phones (RFC 5545). */
import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { DateTime } from 'luxon'

/** One slot as a calendar knows it. `sequence` grows when time or place move, so that a calendar mends what it has. */
export interface CalendarSlot {
  readonly id: string
  readonly sequence: number
  readonly title: string
  readonly startsAt: string
  readonly endsAt: string
  readonly place: string
  readonly description: string
  readonly url: string
  readonly cancelled: boolean
}

const zone = 'Asia/Shanghai'

/** China has one time and no summer time. */
const zoneText = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:STANDARD',
  'DTSTART:19920101T000000',
  'TZNAME:CST',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'END:STANDARD',
  'END:VTIMEZONE'
].join('\r\n')

/** Minutes before the slot. */
const alarms = [24 * 60, 90]

/**
 * The calendar of some slots. The same slot has the same UID in a ticket and in the feed, so that one calendar holds it once.
 * @param name what a calendar program calls the whole
 * @param options.alarm whether to remind of it, a day and an hour and a half before
 */
export function calendarText(
  name: string,
  slots: readonly CalendarSlot[],
  { alarm, stampedAt }: { readonly alarm: boolean; readonly stampedAt: Date }
): string {
  const calendar = ical({ name, prodId: '//wenzheng//open days//ZH', method: ICalCalendarMethod.PUBLISH })
  // named for the events alone: the stamps stay in UTC, as RFC 5545 (3.8.7.2) wants them
  calendar.timezone({ name: null, generator: () => zoneText })
  for (const slot of slots) {
    const event = calendar.createEvent({
      id: `${slot.id}@wenzheng`,
      sequence: slot.sequence,
      stamp: stampedAt,
      start: DateTime.fromISO(slot.startsAt, { zone }),
      end: DateTime.fromISO(slot.endsAt, { zone }),
      timezone: zone,
      summary: slot.title,
      location: slot.place,
      description: slot.description,
      url: slot.url,
      status: slot.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED
    })
    if (alarm && !slot.cancelled)
      for (const minutes of alarms)
        event.createAlarm({ type: ICalAlarmType.display, triggerBefore: minutes * 60, description: slot.title })
  }
  return calendar.toString()
}
