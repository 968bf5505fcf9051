# SPDX-License-Identifier: GPL-2.0
"""The story of scripts/run-tell: what was seen, and a chapter for each part of a TD's life."""
