/** Texts of open days: what of them is given to anybody, what is taken without a word, which columns hold none. */

const published = 'of what a second person published'
const back = 'said back to who has just booked'
const closedList = 'a word of a closed list of the program'
const hash = 'a keyed hash or a digest'
const ownTelephone = "the bureau's own telephone, which everybody is to call"

/** Texts that the API takes and that carry no planted word. */
export const openDaysTaken: Readonly<Record<string, string>> = {
  'POST /desk/open-days contactPhone': ownTelephone,
  'PUT /desk/open-days/:id draft.contactPhone': ownTelephone
}

/** Texts that the API gives to anybody, each with the reason why it may. */
export const openDaysGiven: Readonly<Record<string, string>> = {
  'GET /open-days upcoming[].title': published,
  'GET /open-days upcoming[].summary': published,
  'GET /open-days upcoming[].place': published,
  'GET /open-days past[].title': published,
  'GET /open-days past[].summary': published,
  'GET /open-days past[].place': published,
  'GET /open-days/:id title': published,
  'GET /open-days/:id summary': published,
  'GET /open-days/:id programme': published,
  'GET /open-days/:id place.name': published,
  'GET /open-days/:id place.address': published,
  'GET /open-days/:id place.directions': published,
  'GET /open-days/:id place.accessibility': published,
  'GET /open-days/:id materials[].name': published,
  'GET /open-days/:id materials[].url': published,
  'GET /open-days/:id contactPhone': published,
  'GET /open-days/:id cancelled': published,
  'GET /open-days/:id slots[].title': published,
  'GET /open-days/:id slots[].meetingPoint': published,
  'GET /open-days/:id slots[].cancelled': published,
  'GET /open-days/:id after.text': published,
  'GET /open-days/:id after.pictures[].caption': published,
  'GET /library/open-days revision': 'a digest of what anybody may read',
  'GET /library/open-days openDays.list.upcoming[].title': published,
  'GET /library/open-days openDays.list.upcoming[].summary': published,
  'GET /library/open-days openDays.list.upcoming[].place': published,
  'GET /library/open-days openDays.list.past[].title': published,
  'GET /library/open-days openDays.list.past[].summary': published,
  'GET /library/open-days openDays.list.past[].place': published,
  'GET /library/open-days openDays.days[].title': published,
  'GET /library/open-days openDays.days[].summary': published,
  'GET /library/open-days openDays.days[].programme': published,
  'GET /library/open-days openDays.days[].place.name': published,
  'GET /library/open-days openDays.days[].place.address': published,
  'GET /library/open-days openDays.days[].place.directions': published,
  'GET /library/open-days openDays.days[].place.accessibility': published,
  'GET /library/open-days openDays.days[].materials[].name': published,
  'GET /library/open-days openDays.days[].materials[].url': published,
  'GET /library/open-days openDays.days[].contactPhone': published,
  'GET /library/open-days openDays.days[].cancelled': published,
  'GET /library/open-days openDays.days[].slots[].title': published,
  'GET /library/open-days openDays.days[].slots[].meetingPoint': published,
  'GET /library/open-days openDays.days[].slots[].cancelled': published,
  'GET /library/open-days openDays.days[].after.text': published,
  'GET /library/open-days openDays.days[].after.pictures[].caption': published,
  'POST /slots/:id/bookings openDay.title': published,
  'POST /slots/:id/bookings openDay.place.name': published,
  'POST /slots/:id/bookings openDay.place.address': published,
  'POST /slots/:id/bookings openDay.place.directions': published,
  'POST /slots/:id/bookings openDay.place.accessibility': published,
  'POST /slots/:id/bookings openDay.contactPhone': published,
  'POST /slots/:id/bookings slot.title': published,
  'POST /slots/:id/bookings slot.meetingPoint': published,
  'POST /slots/:id/bookings slot.cancelled': published,
  'POST /slots/:id/bookings party.groupName': back,
  'POST /slots/:id/bookings ticket.code': back,
  'POST /slots/:id/bookings ticket.text': back,
  'POST /slots/:id/bookings ticket.calendar': back,
  'POST /slots/:id/bookings feedback.comment': back,
  'POST /slots/:id/bookings keeping.source': 'the rule that sets how long'
}

/** Columns that can hold a text and hold no planted word in plain. */
export const openDaysColumns: Readonly<Record<string, string>> = {
  'booking_contacts.contact_sealed': 'sealed: what stands in it is looked for in plain, here and on the disk',
  'booking_contacts.phone_index': hash,
  'booking_events.kind': closedList,
  'booking_retention.source': 'the rule that sets how long',
  'bookings.code_hash': hash,
  'bookings.content_digest': hash,
  'bookings.device_hash': hash,
  'bookings.needs': closedList,
  'bookings.number': 'made by the program',
  'bookings.party_kind': closedList,
  'bookings.state': closedList,
  'bookings.ticket_code': 'made by the program',
  'open_day_pictures.kind': closedList,
  'open_day_pictures.sha256': 'a digest of the picture as it was made anew',
  'open_days.contact_phone': ownTelephone,
  'open_days.kind': closedList,
  'open_days.state': closedList
}
