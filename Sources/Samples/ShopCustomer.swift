import Calendars

/// A customer of the shop and all orders.
struct ShopCustomer {
  let channel: String
  let acquisitionCost: Int
  let isFromCampaign: Bool
  private(set) var orders: [ShopOrder] = []
  /// Whether the customer may order again after the record's last day.
  private(set) var isActive = true

  /// `newcomers` says how likely each day is to bring a customer who is not from the campaign.
  init(_ options: ShopOptions, newcomers: [Int], _ random: inout SplitMix64) {
    let way = random.choice(ShopDesign.channels)
    channel = way.name
    let campaignWeight = options.campaign.scaled(ShopDesign.campaignNewcomers)
    isFromCampaign = random.happens(campaignWeight, in: 100 + campaignWeight)
    acquisitionCost = random.within(isFromCampaign ? ShopDesign.campaignCost : way.cost)
    let start = ShopCustomer.start(isFromCampaign, newcomers, &random)
    let isOneTime = random.happens(ShopDesign.campaignOneTime, in: 100) && isFromCampaign
    let rate = random.gamma(shape: ShopDesign.amountRateShape) / ShopDesign.amountScale
    order(on: start, rate: rate, isFirst: true, &random)
    if isOneTime {
      isActive = false
    } else {
      live(from: start, rate: rate, options, &random)
    }
  }

  private static func start(
    _ isFromCampaign: Bool, _ newcomers: [Int], _ random: inout SplitMix64
  ) -> CivilDate {
    guard isFromCampaign else {
      return ShopDesign.opening.advanced(byDays: random.place(weights: newcomers))
    }
    let days = ShopDesign.campaign.last.daysSinceEpoch - ShopDesign.campaign.first.daysSinceEpoch
    return ShopDesign.campaign.first.advanced(byDays: random.below(Int(days) + 1))
  }

  /// Orders of later days. The chance to order on a day is beta distributed over customers, that to
  /// drop out after a repeat order too; drawing each event by Polya's urn gives exactly that, in
  /// whole numbers.
  private mutating func live(
    from start: CivilDate, rate: Double, _ options: ShopOptions, _ random: inout SplitMix64
  ) {
    let saleOrder = options.blackFriday.scaled(ShopDesign.blackFridayOrder.perMillion)
    let (shape, days) = (ShopDesign.shapeTenths, ShopDesign.rateDays)
    let dropout = ShopDesign.dropoutTenths
    var repeats = 0
    var elapsed = 0
    var day = start.advanced(byDays: 1)
    while day <= ShopDesign.close {
      if random.happens(shape + 10 * repeats, in: shape + 10 * (days + elapsed)) {
        repeats += 1
        order(on: day, rate: rate, isFirst: false, &random)
        if random.happens(dropout.a, in: dropout.a + dropout.b + 10 * (repeats - 1)) {
          isActive = false
          return
        }
      }
      if ShopDesign.isBlackFriday(day), random.happens(saleOrder, in: 1_000_000) {
        order(on: day, rate: rate, isFirst: false, &random)
      }
      elapsed += 1
      day = day.advanced(byDays: 1)
    }
  }

  private mutating func order(
    on day: CivilDate, rate: Double, isFirst: Bool, _ random: inout SplitMix64
  ) {
    let amount = random.gamma(shape: ShopDesign.amountShape) / rate
    let isDiscounted = isFirst && isFromCampaign
    let cents = Int((min(amount, 9_999) * (isDiscounted ? 70 : 100)).rounded())
    let coupon =
      isDiscounted
      ? ShopDesign.campaignCoupon
      : ShopDesign.isBlackFriday(day) ? ShopDesign.blackFridayCoupon : ""
    orders.append(
      ShopOrder(
        day: day, cents: max(cents, 100), category: random.choice(ShopDesign.categories),
        coupon: coupon, isFirst: isFirst))
  }

  /// Keeps the first orders only.
  mutating func keepFirst(_ count: Int) { orders = Array(orders.prefix(count)) }
}

/// One order: a row of the file.
struct ShopOrder {
  let day: CivilDate
  let cents: Int
  let category: String
  let coupon: String
  let isFirst: Bool
}
