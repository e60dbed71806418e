/**
 * Days off that the law gives (全国年节及纪念日放假办法, 2024, article 2: thirteen a year), for years whose arrangement is not
 * announced: which weekends are worked is not known yet, that nobody works on these days is.
 */

const everyYear = {
  '01-01': '元旦',
  '05-01': '劳动节',
  '05-02': '劳动节',
  '10-01': '国庆节',
  '10-02': '国庆节',
  '10-03': '国庆节'
}

/**
 * By the moon and the sun (GB/T 33661): typed, since what computes them here errs where a new moon is minutes from midnight,
 * as before the spring festival of 2027.
 */
const ofYear: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  2027: {
    '02-05': '春节',
    '02-06': '春节',
    '02-07': '春节',
    '02-08': '春节',
    '04-05': '清明',
    '06-09': '端午',
    '09-15': '中秋'
  },
  2028: {
    '01-25': '春节',
    '01-26': '春节',
    '01-27': '春节',
    '01-28': '春节',
    '04-04': '清明',
    '05-28': '端午'
    // 中秋 is 10-03
  }
}

/** The days of the years after the last announced one that a limit may run into, with their names. */
export function lawfulDaysAfter(lastAnnounced: number): Record<string, string> {
  return Object.fromEntries(
    [lastAnnounced + 1, lastAnnounced + 2].flatMap((year) =>
      Object.entries({ ...everyYear, ...ofYear[year] }).map(([day, name]) => [`${year}-${day}`, name])
    )
  )
}
