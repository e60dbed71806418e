/** What somebody with the application's own rights might write into the database to get a text out past the chain. */

/** An article in a state, as the proof prepared it. `others`: people who neither wrote nor signed it. */
export interface Prepared {
  readonly id: string
  readonly version: number
  readonly author: string
  readonly signers: readonly string[]
  readonly others: readonly string[]
}

export interface Ready {
  /** written, not handed in */
  readonly draft: Prepared
  /** handed in, signed by the first of the chain */
  readonly review: Prepared
  /** approved, to become public later */
  readonly scheduled: Prepared
  /** approved, then sent back */
  readonly returned: Prepared
  readonly published: Prepared
}

const edition = ({ id, version }: Prepared) => `
  insert into article_editions (article_id, edition, version, title, html, published_at, note)
  values ('${id}', (select coalesce(max(edition), 0) + 1 from article_editions where article_id = '${id}'), ${version},
          '越过审核', '<p>越过审核</p>', now(), '越过审核')`

const publish = (article: Prepared, version = article.version) => `
  insert into published_articles (article_id, version, edition, first_edition, kind, column_slug, office_id, index_number,
    title, summary, html, facts, keywords, interprets, files, minutes, published_at, search, demo)
  select a.id, ${version}, 1, 1, a.kind, (select slug from columns limit 1), a.office_id, '000000000/2026-99999',
         '越过审核', '', '', '{}', '{}', '{}', '{}', 1, now(), '', false
  from articles a where a.id = '${article.id}'`

const sign = ({ id, version }: Prepared, position: number, step: string, signer: string) => `
  insert into article_signatures (article_id, version, position, step, signer_id, signed_at)
  values ('${id}', ${version}, ${position}, '${step}', '${signer}', now())`

const approve = ({ id, version }: Prepared) =>
  `insert into article_approvals (article_id, version, approved_at) values ('${id}', ${version}, now())`

const addVersion = ({ id, version, author }: Prepared, more = 1, round = 1) => `
  insert into article_versions (article_id, version, round, content, author_id, saved_at, submitted_at)
  select article_id, version + ${more}, ${round}, content || '{"title": "换过的题目"}', '${author}', now(), now()
  from article_versions where article_id = '${id}' and version = ${version}`

/** Each of them must be refused, the last of its statements at the latest. */
export const attacks: Readonly<Record<string, (ready: Ready) => readonly string[]>> = {
  'a draft is published': ({ draft }) => [publish(draft)],
  'a draft gets an edition': ({ draft }) => [edition(draft)],
  'a draft is approved': ({ draft }) => [approve(draft)],
  'a draft that was not handed in is signed': ({ draft }) => [sign(draft, 1, 'office', draft.others[0]!)],
  'what one signed is approved': ({ review }) => [approve(review)],
  'what one signed is published': ({ review }) => [publish(review)],
  'its author signs': ({ review }) => [sign(review, 2, 'registry', review.author)],
  'who signed signs again': ({ review }) => [sign(review, 2, 'registry', review.signers[0]!)],
  'a step is left out': ({ review }) => [sign(review, 3, 'secrecy', review.others[0]!)],
  'a step is signed under the name of another': ({ review }) => [sign(review, 2, 'leader', review.others[0]!)],
  'the last step comes first': ({ review }) => [sign(review, 4, 'leader', review.others[0]!)],
  'the rest is signed by the author': ({ review }) => [
    sign(review, 2, 'registry', review.others[0]!),
    sign(review, 3, 'secrecy', review.others[1]!),
    sign(review, 4, 'leader', review.author)
  ],
  'approved by all, then changed, then published': ({ scheduled }) => [addVersion(scheduled), publish(scheduled)],
  'a change after approval is published in the name of it': ({ scheduled }) => [
    addVersion(scheduled),
    publish(scheduled, scheduled.version + 1)
  ],
  'what was approved is overwritten': ({ scheduled: { id, version } }) => [
    `update article_versions set content = content || '{"title": "换过的题目"}' where article_id = '${id}' and version = ${version}`
  ],
  'what was handed in is taken back to be a draft': ({ scheduled: { id, version } }) => [
    `update article_versions set submitted_at = null where article_id = '${id}' and version = ${version}`
  ],
  'another author is put in': ({ review: { id, others } }) => [
    `update article_versions set author_id = '${others[0]!}' where article_id = '${id}'`
  ],
  'the kind is changed to one with a shorter chain': ({ review: { id } }) => [
    `update articles set kind = 'news' where id = '${id}'`
  ],
  'the chain is made shorter': () => [`update review_chains set steps = array['office', 'secrecy']`],
  'a kind without a chain is made': () => [`insert into review_chains values ('mine', array['secrecy', 'secrecy'])`],
  'a new round hides its authors': ({ review }) => [addVersion(review, 1, 2)],
  'a version is left out': ({ review }) => [addVersion(review, 2)],
  'what was sent back is signed on': ({ returned }) => [sign(returned, 5, 'leader', returned.others[0]!)],
  'what was sent back is published': ({ returned }) => [publish(returned)],
  'the return is taken away': ({ returned: { id } }) => [`delete from article_returns where article_id = '${id}'`],
  'a signature is taken away': ({ published: { id } }) => [`delete from article_signatures where article_id = '${id}'`],
  'a signature is put on another': ({ published: { id }, draft }) => [
    `update article_signatures set article_id = '${draft.id}' where article_id = '${id}'`
  ],
  'an approval is put on another': ({ published: { id }, draft }) => [
    `update article_approvals set article_id = '${draft.id}' where article_id = '${id}'`
  ],
  'an older version is put out again': ({ published }) => [
    addVersion(published, 1, 2),
    `update published_articles set version = ${published.version} where article_id = '${published.id}'`
  ],
  'a published article is made another': ({ published, draft }) => [
    `update published_articles set article_id = '${draft.id}' where article_id = '${published.id}'`
  ],
  'a correction is taken away': ({ published: { id } }) => [`delete from article_editions where article_id = '${id}'`],
  'an edition is rewritten': ({ published: { id } }) => [
    `update article_editions set html = '<p>改过</p>' where article_id = '${id}'`
  ],
  'the triggers are switched off': () => ['alter table article_signatures disable trigger all'],
  'triggers do not fire in this session': () => [`set session_replication_role = replica`],
  'a constraint is dropped': () => ['alter table article_signatures drop constraint signed_once'],
  'everything is thrown away': () => ['truncate article_returns'],
  'the rest of the chain is one person twice': ({ review }) => [
    sign(review, 2, 'registry', review.others[0]!),
    sign(review, 3, 'secrecy', review.others[0]!)
  ],
  'two people approve what four must sign': ({ review }) => [
    sign(review, 2, 'registry', review.others[0]!),
    approve(review)
  ],
  'an approval of what is approved brings another version along': ({ scheduled }) => [
    addVersion(scheduled),
    `insert into article_approvals (article_id, version, approved_at) values ('${scheduled.id}', ${scheduled.version + 1}, now())`
  ],
  'the last signature is given twice': ({ scheduled }) => [sign(scheduled, 5, 'leader', scheduled.author)]
}
