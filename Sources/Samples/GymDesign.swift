package import Calendars

/// The figures that the gym is made with. Factors are percents of the chance to leave in a month.
package enum GymDesign {
  /// The day on which the gym opened its doors.
  package static let opening = CivilDate(validYear: 2019, month: 1, day: 1)
  /// The last day of the record.
  package static let close = CivilDate(validYear: 2024, month: 12, day: 31)
  static let months = 72
  /// In millionths a month, before any factor.
  static let monthlyLeaving = Chance(perMillion: 19_000)
  /// Twice as many leave in August.
  package static let augustExtra = 100
  /// Two and a half times as many sign up in January.
  package static let januaryExtra = 150
  package static let haemorrhageBranch = "Modena"
  package static let haemorrhageStart = CivilDate(validYear: 2023, month: 5, day: 1)
  /// From then on two and a half times as many of that branch leave.
  package static let haemorrhageExtra = 150
  package static let priceRise = CivilDate(validYear: 2022, month: 3, day: 1)
  /// The calendar months, from the rise on, in which it makes clients leave.
  package static let priceRiseMonths = 4
  /// Those who met it are 2.5 times as likely to leave.
  package static let priceRiseExtra = 150
  /// How much the monthly plan's fee rises, in cents.
  package static let priceRiseCents = 1_000
  /// Of a hundred clients.
  static let toxicShare = 6
  /// Toxic clients cling: they leave less by themselves.
  static let toxicFactor = 70
  /// What they pay, in percent of the fee.
  static let toxicFee = 65
  /// What they take beyond the usual, in hundredths of hours a month.
  static let toxicEffort = 100...220
  /// Of the toxic, in a month, in millionths.
  static let wantedAmongToxic = Chance(perMillion: 25_000)
  /// Of all others.
  static let wantedAmongOthers = Chance(perMillion: 600)
  /// Of a hundred who left by themselves.
  static let returningShare = 14
  /// Days between a leaving and the return.
  static let returningGap = 35...400
}

/// What a member pays for.
enum Membership: String, CaseIterable {
  case monthly = "mensile"
  case annual = "annuale"
  case student = "studenti"
  case family = "famiglia"
  case corporate = "aziendale"

  /// How likely they are to leave, in percent of the usual.
  var leavingFactor: Int {
    switch self {
    case .monthly: 125
    case .annual: 65
    case .student: 120
    case .family: 75
    case .corporate: 45
    }
  }

  /// Days between the announcement and the last day.
  var notice: ClosedRange<Int> { self == .annual || self == .corporate ? 30...60 : 3...30 }
}

/// The branches, by how many of a hundred members each has.
let gymBranches: [(String, weight: Int)] = [
  ("Bologna", 35), ("Modena", 27), ("Parma", 23), ("Forlì", 15),
]

/// How members were won, what that cost in cents, and how many of a hundred came that way.
let gymChannels: [((name: String, cost: ClosedRange<Int>), weight: Int)] = [
  (("passaparola", 500...1_500), 34), (("sito", 1_500...3_500), 20),
  (("social", 4_000...9_000), 22), (("volantino", 2_500...5_000), 10),
  (("convenzione", 1_000...2_500), 14),
]

let gymAges: [(String, weight: Int)] = [
  ("16-24", 18), ("25-34", 28), ("35-49", 28), ("50-64", 18), ("65+", 8),
]

/// How likely a member is to leave after so many months, in percent of the usual: the first half
/// year is the hardest.
func tenureFactor(months: Int) -> Int {
  switch months {
  case ..<6: 130
  case ..<24: 100
  default: 75
  }
}
