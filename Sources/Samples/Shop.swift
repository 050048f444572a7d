package import Calendars

/// A shop without contracts that never was: its customers' orders, and what was planted in them.
package struct Shop: Sendable {
  /// The file: commas, decimal point, year first.
  package let bytes: [UInt8]
  package let truth: ShopTruth

  /// The same shop on every machine. Sizes below 1 make one row.
  package init(_ options: ShopOptions = ShopOptions()) {
    let customers = Shop.customers(options)
    bytes = Shop.file(customers)
    truth = ShopTruth(customers, options)
  }

  /// The number of the first customer, and of the first order.
  static let firstNumbers = (customer: 5_001, order: 100_001)

  /// Customers in order of their first order. The last one drawn loses the orders that there is no
  /// room for.
  private static func customers(_ options: ShopOptions) -> [ShopCustomer] {
    let saleWeight = options.blackFriday.factor(extra: ShopDesign.blackFridayNewcomers)
    let newcomers = ShopDesign.saleDays.map { $0 ? saleWeight : 100 }
    var customers: [ShopCustomer] = []
    var rows = 0
    while rows < max(1, options.size) {
      var random = SplitMix64(seed: options.seed, stream: customers.count)
      var customer = ShopCustomer(options, newcomers: newcomers, &random)
      customer.keepFirst(max(1, options.size) - rows)
      rows += customer.orders.count
      customers.append(customer)
    }
    let order = customers.indices.sorted {
      (customers[$0].orders[0].day, $0) < (customers[$1].orders[0].day, $1)
    }
    return order.map { customers[$0] }
  }

  private static let header = [
    "order_id", "customer_id", "order_date", "amount", "channel", "category", "coupon",
    "acquisition_cost",
  ]

  /// The rows in order of their days.
  private static func file(_ customers: [ShopCustomer]) -> [UInt8] {
    var file = TextFile(encoding: .utf8, lineEnds: .lf)
    file.add(line: header, separator: ",")
    let rows = customers.indices.flatMap { index in
      customers[index].orders.map { (number: index, order: $0) }
    }
    let order = rows.indices.sorted { (rows[$0].order.day, $0) < (rows[$1].order.day, $1) }
    for (place, row) in order.enumerated() {
      let (number, order) = rows[row]
      let customer = customers[number]
      file.add(
        line: [
          String(firstNumbers.order + place), String(firstNumbers.customer + number),
          order.day.description, plainDecimal(hundredths: order.cents), customer.channel,
          order.category, order.coupon,
          order.isFirst ? plainDecimal(hundredths: customer.acquisitionCost) : "",
        ], separator: ",")
    }
    return file.bytes
  }
}

/// What was planted in a shop, so that it can be measured whether it is found again.
///
/// Without Black Friday and campaign the orders follow the BG/NBD model with `shape`, `rate`,
/// `dropout`, to the approximation that nobody orders twice a day. Source: Fader, Hardie and Lee
/// (2005), "Counting your customers the easy way".
package struct ShopTruth: Sendable {
  /// Of the gamma distribution of order rates: r.
  package let shape: Double
  /// Of the gamma distribution of order rates: alpha, in days.
  package let rate: Double
  /// Of the beta distribution of the chance to drop out after a repeat order: a and b.
  package let dropout: (a: Double, b: Double)
  /// Of the gamma-gamma distribution of amounts: p, q and gamma, in pounds. Its mean is
  /// p gamma / (q - 1).
  package let amount: (p: Double, q: Double, scale: Double)
  /// The first days of the sales; none where there are none.
  package let blackFridays: [CivilDate]
  /// Numbers of the customers whom the campaign brought.
  package let campaign: [Int]
  /// Numbers of the customers who may still order after the last day.
  package let active: [Int]

  init(_ customers: [ShopCustomer], _ options: ShopOptions) {
    shape = Double(ShopDesign.shapeTenths) / 10
    rate = Double(ShopDesign.rateDays)
    let (a, b) = ShopDesign.dropoutTenths
    dropout = (Double(a) / 10, Double(b) / 10)
    amount = (
      Double(ShopDesign.amountShape), Double(ShopDesign.amountRateShape), ShopDesign.amountScale
    )
    blackFridays = options.blackFriday.isAbsent ? [] : ShopDesign.blackFridays
    func numbers(_ isIncluded: (ShopCustomer) -> Bool) -> [Int] {
      customers.indices.filter { isIncluded(customers[$0]) }.map { Shop.firstNumbers.customer + $0 }
    }
    campaign = numbers(\.isFromCampaign)
    active = numbers(\.isActive)
  }
}
