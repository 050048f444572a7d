import Calendars

/// Who a member of the gym is: what stays the same from stay to stay.
struct GymMember {
  let name: String
  let branch: String
  let age: String?
  let plan: Membership
  let channel: (name: String, cost: ClosedRange<Int>)
  let isToxic: Bool
  /// Before any price rise, in cents a month.
  let fee: Int
  let start: CivilDate

  init(_ options: GymOptions, _ random: inout SplitMix64) {
    name = surnames[random.below(surnames.count)] + " " + givenNames[random.below(givenNames.count)]
    branch = random.choice(gymBranches)
    let age = random.choice(gymAges)
    let plan = GymMember.plan(age: age, &random)
    self.age = random.happens(3, in: 100) ? nil : age
    self.plan = plan
    channel = random.choice(gymChannels)
    let couldBeToxic = random.happens(GymDesign.toxicShare, in: 100)
    isToxic = couldBeToxic && plan != .corporate && !options.toxic.isAbsent
    let fullFee = GymMember.fee(plan, seats: random.within(8...30))
    fee = isToxic ? fullFee * GymDesign.toxicFee / 100 : fullFee
    start = GymMember.firstDay(options, &random)
  }

  private static func plan(age: String, _ random: inout SplitMix64) -> Membership {
    let isYoung = age == gymAges[0].0
    return random.choice([
      (.monthly, isYoung ? 30 : 50), (.annual, isYoung ? 10 : 34), (.student, isYoung ? 60 : 0),
      (.family, isYoung ? 0 : 14), (.corporate, isYoung ? 0 : 2),
    ])
  }

  private static func fee(_ plan: Membership, seats: Int) -> Int {
    switch plan {
    case .monthly: 5_490
    case .annual: 4_490
    case .student: 3_490
    case .family: 8_990
    case .corporate: seats * 5_250
    }
  }

  /// Every month wins as many members, but for January.
  private static func firstDay(_ options: GymOptions, _ random: inout SplitMix64) -> CivilDate {
    let months = (0..<GymDesign.months).map { month in
      month % 12 == 0 ? options.january.factor(extra: GymDesign.januaryExtra) : 100
    }
    let first = GymDesign.opening.advanced(byMonths: random.place(weights: months))
    let (year, month, _) = first.components
    return first.advanced(byDays: random.below(CivilDate.daysInMonth(year: year, month: month)))
  }
}

/// One membership, from its first day to its last: a row of the file.
struct GymStay {
  var start: CivilDate
  var end: CivilDate?
  var announced: CivilDate?
  var cause: GymCause?
  /// As typed; empty where nothing was.
  var reason = ""
  /// In cents a month.
  var fee: Int
  /// Hundredths of hours in the last twelve months of the stay.
  var effort = 0
  var complaints = 0
  /// In cents; nil where nobody wrote it down.
  var acquisitionCost: Int?
}
