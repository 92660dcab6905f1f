"""Calls to WeChat's API, one file per group of calls, on wechatpy's client with its faults covered.

Every call has a timeout, at most one retry, the shared token, and ends in a WechatError whose class says what to do.
"""
