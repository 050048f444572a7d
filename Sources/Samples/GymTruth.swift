package import Calendars

/// What was planted in a gym, so that it can be measured whether it is found again. An effect of
/// strength 0 is absent: its list is empty, its factor 1.
package struct GymTruth: Sendable {
  /// How many times as many leave in August as in another month.
  package let augustFactor: Double
  /// How many times as many sign up in January.
  package let januaryFactor: Double
  /// Nil where there is none.
  package let haemorrhage: Haemorrhage?
  /// Nil where there is none.
  package let priceRise: PriceRise?
  /// Codes of the members who take hours, complain and pay little.
  package let toxic: [String]
  /// Codes of the members whom the gym let go.
  package let wanted: [String]
  /// Codes of the members who came back at least once.
  package let returned: [String]

  /// More leavings in one branch from a day on, to the end of the record.
  package struct Haemorrhage: Hashable, Sendable {
    package let branch: String
    package let start: CivilDate
    /// How many times as many leave there.
    package let factor: Double
  }

  /// A rise of the monthly plan's fee.
  package struct PriceRise: Hashable, Sendable {
    package let plan: String
    package let day: CivilDate
    /// The first day on which it makes nobody leave any more.
    package let end: CivilDate
    /// In euros a month.
    package let rise: Double
    /// How many times as likely those who met it are to leave until `end`.
    package let factor: Double
    /// Codes of the members whom it met: on the monthly plan on that day.
    package let met: [String]
  }

  init(_ entries: [Gym.Entry], _ options: GymOptions) {
    augustFactor = GymTruth.factor(options.august, GymDesign.augustExtra)
    januaryFactor = GymTruth.factor(options.january, GymDesign.januaryExtra)
    haemorrhage =
      options.haemorrhage.isAbsent
      ? nil
      : Haemorrhage(
        branch: GymDesign.haemorrhageBranch, start: GymDesign.haemorrhageStart,
        factor: GymTruth.factor(options.haemorrhage, GymDesign.haemorrhageExtra))
    priceRise = options.price.isAbsent ? nil : GymTruth.priceRise(entries, options)
    toxic = entries.filter(\.member.isToxic).map(\.code)
    wanted = entries.filter { $0.stays.contains { $0.cause == .wanted } }.map(\.code)
    returned = entries.filter { $0.stays.count > 1 }.map(\.code)
  }

  private static func factor(_ strength: Strength, _ extra: Int) -> Double {
    Double(strength.factor(extra: extra)) / 100
  }

  private static func priceRise(_ entries: [Gym.Entry], _ options: GymOptions) -> PriceRise {
    let day = GymDesign.priceRise
    let met = entries.filter { entry in
      entry.member.plan == .monthly
        && entry.stays.contains { $0.start < day && ($0.end ?? GymDesign.close) >= day }
    }
    return PriceRise(
      plan: Membership.monthly.rawValue, day: day,
      end: day.advanced(byMonths: GymDesign.priceRiseMonths),
      rise: Double(options.price.scaled(GymDesign.priceRiseCents)) / 100,
      factor: factor(options.price, GymDesign.priceRiseExtra), met: met.map(\.code))
  }
}
