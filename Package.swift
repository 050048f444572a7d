// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "ritorno",
  products: [.executable(name: "ritorno", targets: ["ritorno"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    // An arrow never goes up: a target depends only on targets above it in this list.
    room("Calendars"),
    room("Texts"),
    .target(name: "CKernels"),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    room("Kernels", ["CKernels", "CZlib"]),
    room("Statistics"),
    .target(name: "CLineEdit", linkerSettings: [.linkedLibrary("edit")]),
    room("Terminal", ["CLineEdit"]),
    room("Language", ["Calendars", "Texts"]),
    room("Columns", ["Calendars", "Kernels"]),
    room("Spreadsheets", ["Calendars", "CZlib"]),
    room("TableFiles", ["Calendars", "Texts", "Kernels", "Columns", "Spreadsheets"]),
    room("Planning", ["Calendars", "Texts", "Language", "Columns"]),
    room("Samples", ["Calendars"]),
    room("Vocabulary", ["Calendars", "Texts", "Language", "Columns", "Planning", "Samples"]),
    room(
      "Execution", ["Calendars", "Texts", "Kernels", "Statistics", "Columns", "Planning"]),
    room("Presentation", ["Calendars", "Texts", "Columns", "Spreadsheets"]),
    room("Notebooks", ["Texts", "Kernels"]),
    room(
      "Sessions",
      [
        "Calendars", "Texts", "Kernels", "Language", "Columns", "Spreadsheets", "TableFiles",
        "Planning", "Samples", "Vocabulary", "Execution", "Presentation", "Notebooks",
      ]),
    room(
      "RitornoCommand",
      [
        "Texts", "Language", "Presentation", "Notebooks", "Sessions", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "ritorno", dependencies: ["RitornoCommand"], swiftSettings: settings),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Calendars", "Statistics", "Columns", "Samples", "Notebooks", "Sessions"],
      swiftSettings: settings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "ReadingChecks", dependencies: ["Columns", "Spreadsheets", "TableFiles"],
      path: "Tests/ReadingChecks", swiftSettings: settings),
    tests("CalendarsTests", ["Calendars"]),
    tests("TextsTests", ["Texts", "TestSupport"]),
    tests("KernelsTests", ["Kernels", "TestSupport"]),
    tests("StatisticsTests", ["Statistics"]),
    tests("TerminalTests", ["Terminal", "TestSupport"]),
    tests("LanguageTests", ["Calendars", "Language", "TestSupport"]),
    tests("SpreadsheetsTests", ["Calendars", "Spreadsheets", "TestSupport"]),
    tests("ColumnsTests", ["Calendars", "Kernels", "Columns"]),
    .testTarget(
      name: "TableFilesTests",
      dependencies: [
        "Calendars", "Kernels", "Columns", "Spreadsheets", "TableFiles", "TestSupport",
        "ReadingChecks",
      ],
      exclude: ["corpus"], swiftSettings: settings),
    tests(
      "SamplesTests",
      [
        "Calendars", "Kernels", "Language", "Columns", "TableFiles", "Samples", "Sessions",
      ]),
    tests("PlanningTests", ["Calendars", "Language", "Columns", "Planning"]),
    tests(
      "ExecutionTests",
      [
        "Calendars", "Kernels", "Statistics", "Language", "Columns", "Planning", "Execution",
        "TestSupport",
      ]),
    tests(
      "PresentationTests",
      ["Calendars", "Texts", "Columns", "Spreadsheets", "Presentation", "TestSupport"]),
    tests("NotebooksTests", ["Kernels", "Notebooks", "TestSupport"]),
    tests("ReferenceTests", ["Notebooks", "Sessions"]),

    tests("ArchitectureTests", ["Planning", "Vocabulary", "TestSupport"]),
    tests(
      "VocabularyTests",
      ["Language", "Columns", "Planning", "Vocabulary", "Sessions", "TestSupport"]),
    .testTarget(
      name: "TranscriptTests",
      dependencies: ["Language", "Notebooks", "Presentation", "Sessions", "TestSupport"],
      exclude: ["transcripts"], swiftSettings: settings),
    tests(
      "SessionsTests",
      ["Kernels", "Language", "Columns", "Notebooks", "Presentation", "Sessions", "TestSupport"]),
    tests("CommandTests", ["TestSupport"]),
  ]
)

// Fuzzers are built on request only: Sources/Fuzzing/Fuzzing.swift says how.
if Context.environment["RITORNO_FUZZ"] != nil {
  let flags = SwiftSetting.unsafeFlags(["-sanitize=fuzzer,address"])
  for target in package.targets where target.type == .regular {
    target.swiftSettings = (target.swiftSettings ?? []) + [flags]
    target.cSettings = [.unsafeFlags(["-fsanitize=address,fuzzer-no-link"])]
  }
  package.targets.append(
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        "Language", "Planning", "Vocabulary", "Notebooks", "TestSupport", "ReadingChecks",
      ],
      swiftSettings: settings + [flags],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]))
  package.products.append(.executable(name: "Fuzzing", targets: ["Fuzzing"]))
}
