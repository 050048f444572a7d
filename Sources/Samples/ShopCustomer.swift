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
    let start =
      isFromCampaign ? ShopCustomer.campaignDay(&random) : random.place(weights: newcomers)
    let isOneTime = random.happens(ShopDesign.campaignOneTime, in: 100) && isFromCampaign
    let rate = random.gamma(shape: ShopDesign.amountRateShape) / ShopDesign.amountScale
    order(on: start, rate: rate, isFirst: true, &random)
    if isOneTime {
      isActive = false
    } else {
      live(from: start, rate: rate, options, &random)
    }
  }

  private static func campaignDay(_ random: inout SplitMix64) -> Int {
    let (first, last) = ShopDesign.campaign
    let days = Int(last.daysSinceEpoch - first.daysSinceEpoch) + 1
    return Int(first.daysSinceEpoch - ShopDesign.opening.daysSinceEpoch) + random.below(days)
  }

  /// Orders of later days. The chance to order on a day is beta distributed over customers, that to
  /// drop out after a repeat order too; drawing each event by Polya's urn gives exactly that, in
  /// whole numbers.
  private mutating func live(
    from start: Int, rate: Double, _ options: ShopOptions, _ random: inout SplitMix64
  ) {
    let saleOrder = options.blackFriday.scaled(ShopDesign.blackFridayOrder.perMillion)
    let (shape, rateDays) = (ShopDesign.shapeTenths, ShopDesign.rateDays)
    let dropout = ShopDesign.dropoutTenths
    let saleDays = ShopDesign.saleDays
    var repeats = 0
    var day = start + 1
    while day < saleDays.count {
      if random.happens(shape + 10 * repeats, in: shape + 10 * (rateDays + day - start - 1)) {
        repeats += 1
        order(on: day, rate: rate, isFirst: false, &random)
        if random.happens(dropout.a, in: dropout.a + dropout.b + 10 * (repeats - 1)) {
          isActive = false
          return
        }
      }
      if saleDays[day], random.happens(saleOrder, in: 1_000_000) {
        order(on: day, rate: rate, isFirst: false, &random)
      }
      day += 1
    }
  }

  /// `day` counts from the first of the record.
  private mutating func order(
    on day: Int, rate: Double, isFirst: Bool, _ random: inout SplitMix64
  ) {
    let amount = random.gamma(shape: ShopDesign.amountShape) / rate
    let isDiscounted = isFirst && isFromCampaign
    let cents = Int((min(amount, 9_999) * (isDiscounted ? 70 : 100)).rounded())
    let coupon =
      isDiscounted
      ? ShopDesign.campaignCoupon : ShopDesign.saleDays[day] ? ShopDesign.blackFridayCoupon : ""
    orders.append(
      ShopOrder(
        day: ShopDesign.opening.advanced(byDays: day), cents: max(cents, 100),
        category: random.choice(ShopDesign.categories), coupon: coupon, isFirst: isFirst))
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
