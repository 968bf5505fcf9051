# SPDX-License-Identifier: GPL-2.0
#
# What an object under $(BUILD) depends on, written under the name that make knows it by: ccache with a
# base directory makes all paths relative, and would write another.
DEPENDS = -MMD -MP -MT '$$(BUILD)$(@:$(BUILD)%=%)'
