import Checks
import PlumblineTesting
import SupportPlatform
import Testing

// The checks of this repository against live data: PLUMBLINE_LIVE_URL_CHATWOOT=… PLUMBLINE_LIVE_URL_SUPABASE=… swift test

@Suite(.liveDatabase(of: SupportPlatform.checks[0])) struct LiveChatwootData {
    @Test(arguments: SupportPlatform.checks[0].cases)
    func holds(_ check: CheckCase) async throws { try await check.expectToHold() }
}

@Suite(.liveDatabase(of: SupportPlatform.checks[1])) struct LiveSupabaseData {
    @Test(arguments: SupportPlatform.checks[1].cases)
    func holds(_ check: CheckCase) async throws { try await check.expectToHold() }
}
