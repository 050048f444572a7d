/// What can be chosen about the English shop.
package struct ShopOptions: Hashable, Sendable {
  /// How many rows: orders.
  package var size = 5_000
  package var seed: UInt64 = 1
  /// More orders and more newcomers from Black Friday to the Monday after it.
  package var blackFriday = Strength.planted
  /// Newcomers of a discount campaign, most of whom never order again.
  package var campaign = Strength.planted

  package init() {}

  init(_ choices: SampleChoices) throws(SampleError) {
    size = try choices.whole("size", usually: size)
    seed = UInt64(try choices.whole("seed", usually: Int(seed)))
    blackFriday = choices.strength("black_friday")
    campaign = choices.strength("campaign")
  }
}

extension Sample {
  /// Five thousand orders of an English shop without contracts.
  static let shop = Sample(
    "shop", summary: "orders of an English shop without contracts, 2022 to 2024",
    options: [
      .size(usually: ShopOptions().size), .seed,
      SampleOption("black_friday", .strength, "shop: more orders around every Black Friday"),
      SampleOption(
        "campaign", .strength, "shop: buyers of April 2024's discount, most of them one-time"),
    ]
  ) { choices throws(SampleError) in
    Shop(try ShopOptions(choices)).bytes
  }
}
