/** What secret:planted lets stand by hand of articles and the glossary, each with its reason. */

const each = (route: string, before: string, names: string, reason: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.split(' ').map((name) => [`${route} ${before}${name}`, reason]))

const signed = 'of the version that was signed by all of its chain and published'
const openly = 'columns and offices are public, and numbers are given out on publication'
const counted = 'a value of a closed list, an office or a column, with how often it is published'
const ofProgram = 'comes with the program'
const line = 'title excerpt documentNumber'
const place = 'column.slug column.name office indexNumber'
const whole =
  'title summary html picture source documentNumber validityNote keywords[] versions[].note attachments[].name attachments[].type'
const others = ['interprets', 'interpretedBy', 'related'].flatMap((one) => [
  `${one}[].title`,
  `${one}[].documentNumber`
])
const term = 'slug name aliases[] meaning scope method source see[]'

/** Texts that anybody is given. */
export const articlesGiven: Readonly<Record<string, string>> = {
  ...each('GET /home', 'latest[].', line, signed),
  ...each('GET /home', 'latest[].', place, openly),
  ...each('GET /columns', 'columns[].', 'slug name parent', openly),
  ...each('GET /articles', 'articles[].', line, signed),
  ...each('GET /articles', 'articles[].', place, openly),
  'GET /articles words[]': 'said back to who asks',
  'GET /articles next': 'an instant or a fitness, and an id',
  ...each('GET /articles/:id', '', whole, signed),
  ...each('GET /articles/:id', '', place, openly),
  ...each('GET /articles/:id', '', others.join(' '), signed),
  ...each('GET /articles/:id/versions/:version', '', 'title html note', 'of a version that was public before'),
  ...each('GET /catalogue', 'articles[].', line, signed),
  ...each('GET /catalogue', 'articles[].', place, openly),
  ...each(
    'GET /catalogue',
    'facets.',
    ['column', 'kind', 'office', 'year', 'validity'].flatMap((one) => [`${one}[].value`, `${one}[].name`]).join(' '),
    counted
  ),
  'GET /catalogue next': 'an instant and an id',
  ...each('GET /library/changes', 'articles[].', whole, signed),
  ...each('GET /library/changes', 'articles[].', place, openly),
  ...each('GET /library/changes', 'articles[].', others.join(' '), signed),
  ...each('GET /library/changes', 'columns[].', 'slug name parent', openly),
  'GET /library/changes next': 'a number and random letters',
  'GET /glossary digest': ofProgram,
  ...each('GET /glossary', 'terms[].', term, ofProgram),
  ...each('GET /glossary/:slug', '', term, ofProgram)
}

const closedList = 'a word of a closed list of the program'

/** Columns that hold no planted word. */
export const articleColumns: Readonly<Record<string, string>> = {
  'article_files.sha256': 'a digest',
  'article_files.type': 'a media type, as found in the bytes',
  'article_returns.step': closedList,
  'article_signatures.step': closedList,
  'articles.index_number': 'made by the program',
  'articles.kind': closedList,
  'articles.state': closedList,
  'columns.parent': 'null or the address of a column, which is public',
  'library_changes.subject': 'an id, or the word for the columns',
  'library_changes.token': 'random letters',
  'published_articles.files': 'ids',
  'published_articles.index_number': 'made by the program',
  'published_articles.interprets': 'ids',
  'published_articles.kind': closedList,
  'published_articles.validity': closedList,
  'review_chains.kind': closedList,
  'review_chains.steps': closedList
}
