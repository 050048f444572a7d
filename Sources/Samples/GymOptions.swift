/// What can be chosen about the Italian gym.
package struct GymOptions: Hashable, Sendable {
  /// How many rows: stays, of which a client who returned has several.
  package var size = 5_000
  package var seed: UInt64 = 1
  /// More leavings in every August.
  package var august = Strength.planted
  /// More sign-ups in every January.
  package var january = Strength.planted
  /// More leavings in one branch from a day on.
  package var haemorrhage = Strength.planted
  /// Clients who take hours, complain and pay little.
  package var toxic = Strength.planted
  /// A rise of the monthly plan's fee, and more leavings among those who met it.
  package var price = Strength.planted
  /// Leavings that the gym chose.
  package var wanted = Strength.planted
  /// Clients who leave and come back.
  package var returns = Strength.planted
  package var encoding = SampleEncoding.windows1252
  package var lineEnds = LineEnds.crlf

  package init() {}

  init(_ choices: SampleChoices) throws(SampleError) {
    size = try choices.whole("size", usually: size)
    seed = UInt64(try choices.whole("seed", usually: Int(seed)))
    august = choices.strength("august")
    january = choices.strength("january")
    haemorrhage = choices.strength("haemorrhage")
    toxic = choices.strength("toxic")
    price = choices.strength("price")
    wanted = choices.strength("wanted")
    returns = choices.strength("returns")
    encoding = choices.word("encoding", usually: encoding)
    lineEnds = choices.word("line_ends", usually: lineEnds)
  }
}

extension Sample {
  /// Five thousand stays in an Italian gym of four branches, as Excel in Italian would save them.
  static let gym = Sample(
    "gym", summary: "an Italian gym of four branches, 2019 to 2024, as Excel saves it in Italy",
    options: [
      .size(usually: GymOptions().size), .seed,
      SampleOption("august", .strength, "gym: more leavings in every August"),
      SampleOption("january", .strength, "gym: more sign-ups in every January"),
      SampleOption("haemorrhage", .strength, "gym: more leavings in Modena from May 2023 on"),
      SampleOption("toxic", .strength, "gym: clients who cost more hours than they bring"),
      SampleOption("price", .strength, "gym: a price rise in March 2022 and what it set off"),
      SampleOption("wanted", .strength, "gym: clients whom the gym let go"),
      SampleOption("returns", .strength, "gym: clients who leave and come back"),
      SampleOption(
        "encoding", .word(SampleEncoding.allCases.map(\.rawValue)), "how letters are stored"),
      SampleOption("line_ends", .word(LineEnds.allCases.map(\.rawValue)), "gym: crlf or lf"),
    ]
  ) { choices throws(SampleError) in
    Gym(try GymOptions(choices)).bytes
  }
}
