package import Calendars

/// The figures that the shop is made with.
package enum ShopDesign {
  package static let opening = CivilDate(validYear: 2022, month: 1, day: 1)
  /// The last day of the record.
  package static let close = CivilDate(validYear: 2024, month: 12, day: 31)
  static let days = Int(close.daysSinceEpoch - opening.daysSinceEpoch) + 1

  /// Of every customer's chance to order on a day, which is beta distributed over customers: close
  /// to the gamma distribution of a rate with this shape. In tenths.
  static let shapeTenths = 5
  /// The other parameter of that distribution: the rate parameter of the gamma, in days.
  static let rateDays = 90
  /// Of every customer's chance to drop out after a repeat order, which is beta distributed. In
  /// tenths.
  static let dropoutTenths = (a: 8, b: 24)
  /// Amounts: gamma with this shape, and a rate that is itself gamma distributed.
  static let amountShape = 6
  static let amountRateShape = 4
  /// In pounds.
  static let amountScale = 15.0

  /// The Fridays after the fourth Thursday of November; each sale lasts four days.
  package static let blackFridays = [
    CivilDate(validYear: 2022, month: 11, day: 25), CivilDate(validYear: 2023, month: 11, day: 24),
    CivilDate(validYear: 2024, month: 11, day: 29),
  ]
  package static let blackFridayDays = 4
  /// Of an active customer, on every day of the sale, to order once more: in millionths.
  static let blackFridayOrder = Chance(perMillion: 50_000)
  /// Five times as many newcomers come on a day of the sale.
  static let blackFridayNewcomers = 400
  static let blackFridayCoupon = "BLACK"

  package static let campaign = (
    first: CivilDate(validYear: 2024, month: 4, day: 1),
    last: CivilDate(validYear: 2024, month: 4, day: 30)
  )
  package static let campaignCoupon = "SPRING30"
  /// For every hundred other customers.
  static let campaignNewcomers = 12
  /// Of a hundred of them, how many never order again.
  package static let campaignOneTime = 85
  static let campaignCost = 1_400...2_200

  /// Ways to the shop, what winning a customer cost in cents, and how common they are.
  static let channels: [((name: String, cost: ClosedRange<Int>), weight: Int)] = [
    (("web", 300...900), 45), (("app", 200...700), 25), (("marketplace", 600...1_400), 20),
    (("store", 100...400), 10),
  ]
  static let categories: [(String, weight: Int)] = [
    ("home", 28), ("kitchen", 24), ("garden", 16), ("books", 18), ("toys", 14),
  ]

  /// For every day of the record, whether it belongs to a Black Friday sale.
  static let saleDays: [Bool] = {
    var isSale = [Bool](repeating: false, count: days)
    for friday in blackFridays {
      let first = Int(friday.daysSinceEpoch - opening.daysSinceEpoch)
      for day in first..<min(first + blackFridayDays, days) { isSale[day] = true }
    }
    return isSale
  }()
}
