/** One whole day for the calendar of the phone (RFC 5545). */
import { plusDays } from '#contract/calendar.ts'

/** @param day `YYYY-MM-DD` */
export function calendarFile(uid: string, day: string, what: string, now = new Date()): Blob {
  const bare = (date: string) => date.replaceAll('-', '')
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//wenzheng//receipt//ZH',
    'BEGIN:VEVENT',
    `UID:${uid}@wenzheng`,
    `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, '')}`,
    `DTSTART;VALUE=DATE:${bare(day)}`,
    `DTEND;VALUE=DATE:${bare(plusDays(day, 1))}`,
    `SUMMARY:${what.replace(/[\\;,]/g, (sign) => `\\${sign}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR'
  ]
  return new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/calendar;charset=utf-8' })
}
