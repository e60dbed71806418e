/** Texts of reading places: what of them is given to anybody, what is taken without a word, which columns hold none. */

const register = 'of the register of reading places, which is written for everybody'
const closedList = 'a word of a closed list of the program'
const ownTelephone = 'the telephone of a place, which everybody is to call'

/** Texts that the API takes and that carry no planted word. */
export const readingPlacesTaken: Readonly<Record<string, string>> = {
  'POST /desk/reading-places phone': ownTelephone,
  'PUT /desk/reading-places/:id phone': ownTelephone
}

/** Texts that the API gives to anybody, each with the reason why it may. */
export const readingPlacesGiven: Readonly<Record<string, string>> = {
  'GET /reading-places places[].name': register,
  'GET /reading-places places[].address': register,
  'GET /reading-places places[].directions': register,
  'GET /reading-places places[].accessibility': register,
  'GET /reading-places places[].phone': register,
  'GET /reading-places places[].offers': register,
  'GET /reading-places places[].rule': register,
  'GET /reading-places places[].closures[].reason': register,
  'GET /reading-places places[].days[].name': 'the name of a public holiday',
  'GET /reading-places places[].days[].closure': register
}

/** Columns that can hold a text and hold no planted word in plain. */
export const readingPlacesColumns: Readonly<Record<string, string>> = {
  'reading_places.hours': 'times of the day',
  'reading_places.phone': ownTelephone,
  'reading_visits.purpose': closedList
}
