/** Names for what the API speaks of. Moments are ISO strings with offset, dates `YYYY-MM-DD`. */

export type Role = 'homeroom' | 'subject' | 'leader' | 'office' | 'principal' | 'bureau'
export type Stage = 'kindergarten' | 'primary' | 'junior' | 'nine_year' | 'senior' | 'vocational'
export type Mode = 'home' | 'phone' | 'online' | 'school' | 'letter'
export type Outcome = 'done' | 'not_home' | 'postponed' | 'refused' | 'away'
export type Present = 'student' | 'father' | 'mother' | 'grandparent' | 'other_guardian'
export type Severity = 'hint' | 'minor' | 'major' | 'critical'
export type FlagState = 'open' | 'upheld' | 'dismissed' | 'returned' | 'superseded'
export type FlagDecision = 'upheld' | 'dismissed' | 'returned'
export type ItemState = 'present' | 'mentioned' | 'absent'
export type ContentItem = 'in_school_report' | 'home_situation' | 'agreed_measures'
/** start and end (exclusive), counted in Unicode code points as Python counts */
export type Span = readonly [number, number]

export interface Page<T> {
  next: string | null
  previous: string | null
  results: T[]
}

export interface Named {
  id: number
  name: string
}

export interface Entrance {
  kind: 'bureau' | 'school'
  name: string
  url: string
}

export interface Site {
  kind: 'portal' | 'bureau' | 'school'
  name: string
  stage: Stage | null
  signed_in: boolean
  entrances: Entrance[]
}

export interface Me {
  id: number
  name: string
  login: string
  roles: Role[]
  must_change_password: boolean
  school: { name: string; stage: Stage; slug: string } | null
  bureau: { name: string } | null
  staff_id: number | null
}

export interface StudentRef {
  id: string
  name: string
  class: Named | null
}

export interface Guardian {
  name: string
  relation: string
  phone: string
}

export interface Student extends StudentRef {
  sex: string
  student_no: string
  groups: string[]
  guardians: Guardian[]
  last_visit_at: string | null
  visits_this_term: number
}

export interface StudentDetail extends Student {
  visits: VisitSummary[]
}

export interface SchoolClass {
  id: number
  name: string
  grade: number
  number: number
  student_count: number
  homeroom_teachers: string[]
}

export interface StaffMember {
  id: number
  name: string
  phone: string
  roles: Role[]
  classes: string[]
  must_change_password: boolean
}

export interface Measure {
  who: string
  what: string
  when: string
}

export interface VisitBody {
  student: string
  mode: Mode
  visited_at: string
  outcome: Outcome
  text: string
  /** why it did not come about; empty when it did */
  reason: string
  present: Present[]
  co_visitors: number[]
  measures: Measure[]
}

export type VisitState = 'submitted' | 'returned'
export type ReviewState = 'pending' | 'done' | 'failed'

export interface Labels {
  content: Record<ContentItem, ItemState>
  tone: 'complaint_only' | 'praise_only' | 'balanced' | 'neutral'
  praise_first: boolean | null
  name_mismatch: boolean
  private_data: boolean
  boilerplate: boolean
  near_duplicates: string[]
}

export interface Finding {
  code: string
  severity: Severity
  title: string
  message: string
  question: string | null
  spans: Span[]
  related: string[]
}

export interface Review {
  state: ReviewState
  findings: Finding[]
  labels: Labels | null
}

export interface Decision {
  by: string
  at: string
  reason: string
}

export interface Flag {
  id: number
  visit: string
  student: StudentRef
  teacher: Named
  code: string
  severity: Severity
  title: string
  message: string
  question: string | null
  state: FlagState
  excerpt: string
  visited_at: string
  answer: string
  decision: Decision | null
  created_at: string
}

export interface CopyPair {
  here: Span
  there: Span
}

export interface FlagCopy {
  /** null, like the names and the date, where the reader may not open that note */
  visit: string | null
  mine: boolean
  student: { name: string }
  teacher: { name: string }
  visited_at: string | null
  text: string
  pairs: CopyPair[]
}

export interface FlagDetail extends Flag {
  text: string
  spans: Span[]
  visit_version: number
  copies: FlagCopy[]
  history: { decision: string; by: string; at: string; reason: string }[]
}

export interface VisitSummary {
  id: string
  student: StudentRef
  author: Named
  mode: Mode
  outcome: Outcome
  visited_at: string
  state: VisitState
  version: number
  review_state: ReviewState
  open_flags: number
  excerpt: string
}

export interface Visit extends Omit<VisitBody, 'student'> {
  id: string
  student: StudentRef
  author: Named
  state: VisitState
  /** the school's word while it is returned, otherwise empty */
  return_word: string
  version: number
  entered_at: string
  review: Review
  flags: Flag[]
  can_edit: boolean
}

export type Evidence = Record<ContentItem, Span[]>

export interface Preview {
  labels: Labels
  findings: Finding[]
  evidence: Evidence
}

export interface Choice<Code extends string = string> {
  code: Code
  label: string
}

export interface VisitForm {
  modes: (Choice<Mode> & { counts: boolean })[]
  outcomes: Choice<Outcome>[]
  present: Choice<Present>[]
  checklist: string[]
  content_items: string[]
  required_fields: Choice[]
  purposes: Choice[]
  colleagues: Named[]
}

/** What the same visit would clear besides. */
export interface DueReason {
  clause: string
  reason: string
  due: string
}

export interface DueItem {
  student: StudentRef
  clause: string
  reason: string
  due: string | null
  days_left: number | null
  kind: 'trigger' | 'quota' | 'never'
  also: DueReason[]
}

export interface Due {
  ring: { done: number; need: number; label: string }
  overdue: DueItem[]
  soon: DueItem[]
  never: DueItem[]
}

export interface Progress {
  /** the term's name; empty between terms */
  term: string
  classes: Named[]
  weeks: { number: number; start: string }[]
  cells: { class: number; week: number; visits: number }[]
  grades: { grade: number; label: string; reached: number; in_scope: number }[]
  /** running targets not met yet, by name; `sentence` says the rule in plain words */
  teachers: { id: number; name: string; need: number; done: number; clause: string; sentence: string }[]
}

export interface PolicyRule {
  kind: string
  sentence: string
  source: string
  [field: string]: unknown
}

export interface Policy {
  /** `floor` is the bureau's own least requirement */
  id: string
  title: string
  template: string
  number: number
  state: 'draft' | 'published'
  effective_date: string | null
  rules: PolicyRule[]
  /** clauses (positions in `rules`) that the school has to settle */
  conflicts: { rules: number[]; message: string }[]
}

export interface RowFault {
  field: string
  message: string
}

export interface ImportRow {
  row: number
  sheet: string
  verdict: 'new' | 'update' | 'same' | 'fault'
  faults: RowFault[]
  /** worth a look, but no fault */
  hints: string[]
  /** codes of the fields that an update would change */
  changes: string[]
  name: string
}

export interface RosterImport {
  id: string
  file_name: string
  kind: 'students' | 'staff' | null
  state: 'checked' | 'applying' | 'applied' | 'failed'
  counts: { new: number; update: number; same: number; fault: number }
  file_error: { code: string; message: string } | null
  progress: number
  truncated: boolean
  rows?: ImportRow[]
  passwords_url?: string | null
}

export interface School {
  id: string
  name: string
  slug: string
  stage: Stage
  template: string
  state: 'queued' | 'provisioning' | 'ready' | 'failed'
  progress: number
  problem: string
  url: string
  created_at: string
  coverage: { reached: number; in_scope: number } | null
  last_activity: string | null
  principal?: { login: string; first_password: string } | null
}

export interface Template {
  code: string
  title: string
  about: string
  stages: Stage[]
  summary: string[]
}

export interface BenchmarkPoint {
  school: { id: string; name: string }
  numerator: number | null
  denominator: number | null
  suppressed: boolean
  value: number | null
  band: 'inside' | 'watch' | 'ask' | null
  missing: number | null
}

export interface BenchmarkLimit {
  n: number
  lower95: number
  upper95: number
  lower998: number
  upper998: number
}

export interface BenchmarkMeasure {
  code: string
  title: string
  kind: 'census' | 'rate'
  period: string
  /** how the figure is read, a sentence */
  explanation: string
  /** share over the schools that are shown, 0 to 1 */
  overall: number | null
  points: BenchmarkPoint[]
  limits: BenchmarkLimit[]
}

export interface Benchmarks {
  measures: BenchmarkMeasure[]
}
